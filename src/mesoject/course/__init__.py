"""A course on disk, from photographs to verdict: it joins the rooms and keeps what they found."""
