"""The main job in a real Chromium, against a real demo: article and service on two origins."""
