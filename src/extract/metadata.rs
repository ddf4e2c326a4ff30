//! Title, author, date, publisher and standfirst of an HTML page.
