"""The pages of agreements for officers and partner organisations."""
