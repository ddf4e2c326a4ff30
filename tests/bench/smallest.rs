//! The floor of every start: the smallest ratatui program that draws one frame, and waits. It is this very benchmark, started with a variable
//! set.

use std::io::Read;
use std::path::Path;
use std::time::Duration;

use ratatui::text::Line;
use ratatui::widgets::{Block, Paragraph};

use super::pseudo_terminal::Program;

/// Set for the smallest program.
const VARIABLE: &str = "NEWSPRINT_BENCH_SMALLEST";
/// Words of its frame.
const SHOWN: &str = "READY";

/// Runs the smallest program if this process was started as it. True if so: nothing else is to be done.
pub fn ran() -> bool {
    let is_smallest = std::env::var_os(VARIABLE).is_some();
    if is_smallest {
        draw_once().unwrap();
    }
    is_smallest
}

/// The time from its start to its frame.
pub fn time(home: &Path) -> Duration {
    let path = std::env::current_exe().unwrap();
    let mut run = Program::start(&path, &[], &[(VARIABLE, "1")], home);
    let time = run.wait_for(SHOWN);
    run.end();
    time
}

fn draw_once() -> std::io::Result<()> {
    let mut terminal = ratatui::try_init()?;
    terminal.draw(|frame| {
        let area = frame.area();
        let lines: Vec<Line<'_>> = (0..area.height)
            .map(|i| Line::from(format!("{i} one frame of text")))
            .collect();
        frame.render_widget(
            Paragraph::new(lines).block(Block::bordered().title(SHOWN)),
            area,
        );
    })?;
    // Its screen stays until it was seen; then it is ended.
    std::io::stdin().read_exact(&mut [0])?;
    ratatui::try_restore()
}
