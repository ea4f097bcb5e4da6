"""What the pages take from npm: the styles and scripts of GOV.UK Frontend, built at set-up."""
