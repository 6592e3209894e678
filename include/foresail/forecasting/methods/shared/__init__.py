"""What several methods share: the record of a method, the view it is given, and what is worked out once."""
