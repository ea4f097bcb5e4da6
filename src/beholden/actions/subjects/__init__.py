"""What residents may ask for: to be left out, to be told, to complain; and what is concealed."""
