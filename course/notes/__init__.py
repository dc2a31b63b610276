"""What the notes say, proved: listings, requests and commands against the step."""
