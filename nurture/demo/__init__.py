"""`nurture demo`: four weeks of three people, on real parts and a clock that is sped up. All of them are made up."""
