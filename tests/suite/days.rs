//! Days are those of the time zone of the user, also far from Greenwich and around midnight.

use crate::library_commands::Desk;

/// Returns the titles that occur in the output of a command.
fn titles(printed: &str) -> Vec<&str> {
    ["Dated", "Early", "Late"]
        .into_iter()
        .filter(|title| printed.contains(title))
        .collect()
}

#[test]
fn lists_and_searches_count_days_in_the_users_time_zone() {
    // POSIX names: hours west of Greenwich.
    for (zone, of_the_first, of_the_second) in [
        ("UTC0", vec!["Early"], vec!["Dated", "Late"]),
        ("EAST-13", vec![], vec!["Dated", "Early", "Late"]),
        ("MIDWAY11", vec!["Early", "Late"], vec!["Dated"]),
    ] {
        let desk = Desk::new();
        let run = |arguments: &[&str]| {
            let output = desk.command(arguments).env("TZ", zone).output().unwrap();
            assert!(output.status.success(), "{output:?}");
            String::from_utf8(output.stdout).unwrap()
        };
        for (title, date) in [
            ("Dated", "2026-02-02"),
            ("Early", "2026-02-01T23:59:30Z"),
            ("Late", "2026-02-02T00:00:30Z"),
        ] {
            let text = format!("---\ntitle: {title}\ndate: {date}\n---\n\nWords of it.\n");
            desk.write(&format!("{title}.md"), &text);
        }
        run(&["add", "Dated.md", "Early.md", "Late.md"]);
        let found = |from: &str, to: &str| {
            run(&["search", &format!("after:{from} before:{to}")]).to_owned()
        };
        let first = found("2026-02-01", "2026-02-02");
        assert_eq!(titles(&first), of_the_first, "{zone}");
        let second = found("2026-02-02", "2026-02-03");
        assert_eq!(titles(&second), of_the_second, "{zone}");
        let listed = run(&["list"]);
        for (day, titles) in [
            ("2026-02-01", &of_the_first),
            ("2026-02-02", &of_the_second),
        ] {
            for title in titles {
                let line = listed.lines().find(|line| line.contains(title)).unwrap();
                assert!(line.contains(day), "{zone}: {line}");
            }
        }
    }
}
