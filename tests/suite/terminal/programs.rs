//! Programs that the real program starts from its screen: pipes and the editor of a note.

use std::os::unix::fs::PermissionsExt;

use crate::pty::{Program, Pty};

const TITLE: &str = "The ferry sails again";
const ARTICLE: &str = "# The ferry sails again\n\n## Part 1\n\nThe harbour slept until the horn was heard.\n\n## Part 2\n\nThe town came down.\n";

/// Starts the program with an article open. `editor` is the script of the editor.
fn start(editor: &str) -> Pty {
    let program = Program::new(env!("CARGO_BIN_EXE_newsprint"), &["ferry.md"])
        .file("ferry.md", ARTICLE)
        .file("edit.sh", editor);
    let script = program.home().join("edit.sh");
    let mode = std::fs::Permissions::from_mode(0o755);
    std::fs::set_permissions(&script, mode).unwrap();
    let command = format!("/bin/sh '{}'", script.display());
    let folder = program.home().display().to_string();
    let pty = program
        .env("VISUAL", &command)
        .env("TMPDIR", &folder)
        .spawn();
    pty.wait_for_text(TITLE);
    pty
}

/// Quits, and waits for the end.
fn quit(mut pty: Pty) {
    pty.send("Q");
    assert!(pty.wait_for_exit().success());
    pty.assert_restored();
}

#[test]
fn a_pipe_gets_the_text_and_its_output_stays_until_enter() {
    let mut pty = start("");
    pty.send("|grep -n horn\r");
    pty.wait_for_text("Press Enter to return");
    let screen = pty.contents();
    assert!(
        screen.contains("The harbour slept until the horn was heard."),
        "{screen}"
    );
    assert!(
        !pty.is_raw(),
        "the program has the terminal as a shell gives it"
    );
    pty.send("\r");
    pty.wait_for_text("Piped to grep");
    assert!(pty.is_raw());
    // A program that reads nothing is no error; the exit status is reported.
    let mut asked = 1;
    let mut run = |pty: &mut Pty, program: &str| {
        pty.send(&format!("|{program}\r"));
        // The question of the program before is still above.
        asked += 1;
        pty.wait_for("the question", |screen| {
            screen.contents().matches("Press Enter").count() >= asked
        });
        pty.send("\r");
    };
    run(&mut pty, "true");
    pty.wait_for_text("Piped to true");
    for (program, what) in [
        ("false", "false failed with exit status 1"),
        ("sh -c 'kill -9 $$'", "sh was killed by a signal"),
    ] {
        run(&mut pty, program);
        pty.wait_for_text(what);
    }
    pty.send("|nowhere-to-be-found\r");
    pty.wait_for_text("nowhere-to-be-found could not be started");
    quit(pty);
}

#[test]
fn a_note_is_written_in_the_editor() {
    let script = "stat -c %a \"$1\" > mode.txt; cp \"$1\" before.txt; printf 'first line\\nsecond line\\n#oak\\n' > \"$1\"";
    let mut pty = start(script);
    pty.send("]Sa note #craft");
    pty.wait_for_text("a note #craft");
    // Nothing is under way any more when the editor is started: what it saves waits for no key.
    std::thread::sleep(std::time::Duration::from_millis(2_500));
    pty.send("\x18e");
    pty.wait_for_text("Bookmarked");
    pty.send("jk");
    pty.wait_for_text("first line second line #oak");
    let read = |name: &str| std::fs::read_to_string(pty.home().join(name)).unwrap();
    assert_eq!(read("before.txt"), "a note\n#craft\n");
    assert_eq!(read("mode.txt"), "600\n");
    let names = std::fs::read_dir(pty.home()).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let left: Vec<String> = names
        .filter(|name| name.starts_with("newsprint-note"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    quit(pty);
}

#[test]
fn a_note_stays_in_its_prompt_if_the_editor_fails() {
    let mut pty = start("echo lost > \"$1\"; exit 3");
    pty.send("]Sa note #craft\x18e");
    pty.wait_for_text("failed with exit status 3");
    let screen = pty.contents();
    assert!(screen.contains("a note #craft"), "{screen}");
    pty.send("\r");
    pty.wait_for_text("Bookmarked");
    pty.send("jk");
    pty.wait_for_text("a note #craft");
    quit(pty);
}
