"""Claims restated: by cases, by assuming a premise, without quantifiers or roundings."""
