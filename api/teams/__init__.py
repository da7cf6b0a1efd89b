"""Teams, who look after stages."""
