//! Terminal input, parsed to events.

use crossterm::event::{
    Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};
use newsprint::terminal::input::InputParser;
use proptest::prelude::*;

fn events(bytes: &str) -> Vec<Event> {
    let mut events = Vec::new();
    InputParser::default().feed(bytes.as_bytes(), false, &mut events);
    events
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
    Event::Key(KeyEvent::new(code, modifiers))
}

fn plain(c: char) -> Event {
    key(KeyCode::Char(c), KeyModifiers::NONE)
}

#[track_caller]
fn assert_key(bytes: &str, code: KeyCode, modifiers: KeyModifiers) {
    assert_eq!(events(bytes), [key(code, modifiers)], "{bytes:?}");
}

#[test]
fn characters_are_keys_in_the_order_typed() {
    assert_eq!(events("j]é新"), ['j', ']', 'é', '新'].map(plain));
    assert_key("G", KeyCode::Char('G'), KeyModifiers::SHIFT);
    assert_key("\r", KeyCode::Enter, KeyModifiers::NONE);
    assert_key("\t", KeyCode::Tab, KeyModifiers::NONE);
    assert_key("\x7f", KeyCode::Backspace, KeyModifiers::NONE);
    assert_key("\x03", KeyCode::Char('c'), KeyModifiers::CONTROL);
    assert_key("\x1a", KeyCode::Char('z'), KeyModifiers::CONTROL);
    assert_key("\0", KeyCode::Char(' '), KeyModifiers::CONTROL);
}

#[test]
fn a_lone_escape_is_a_key_at_once() {
    assert_key("\x1b", KeyCode::Esc, KeyModifiers::NONE);
    let twice = key(KeyCode::Esc, KeyModifiers::NONE);
    assert_eq!(events("\x1b\x1b"), [twice.clone(), twice]);
    assert_key("\x1bx", KeyCode::Char('x'), KeyModifiers::ALT);
    assert_key("\x1b]", KeyCode::Char(']'), KeyModifiers::ALT);
}

#[test]
fn an_escape_with_more_bytes_to_read_is_not_yet_a_key() {
    let (mut parser, mut events) = (InputParser::default(), Vec::new());
    parser.feed(b"\x1b", true, &mut events);
    assert!(events.is_empty());
    parser.feed(b"[A", false, &mut events);
    assert_eq!(events, [key(KeyCode::Up, KeyModifiers::NONE)]);
}

#[test]
fn sequences_are_keys() {
    let (none, ctrl, shift) = (
        KeyModifiers::NONE,
        KeyModifiers::CONTROL,
        KeyModifiers::SHIFT,
    );
    for (bytes, code, modifiers) in [
        ("\x1b[A", KeyCode::Up, none),
        ("\x1bOB", KeyCode::Down, none),
        ("\x1b[H", KeyCode::Home, none),
        ("\x1b[4~", KeyCode::End, none),
        ("\x1b[5~", KeyCode::PageUp, none),
        ("\x1b[6;5~", KeyCode::PageDown, ctrl),
        ("\x1b[1;5C", KeyCode::Right, ctrl),
        ("\x1b[Z", KeyCode::BackTab, shift),
        ("\x1bOP", KeyCode::F(1), none),
        ("\x1b[[B", KeyCode::F(2), none),
        ("\x1b[15~", KeyCode::F(5), none),
        ("\x1b[24~", KeyCode::F(12), none),
        // The kitty keyboard protocol.
        ("\x1b[27u", KeyCode::Esc, none),
        ("\x1b[99;5u", KeyCode::Char('c'), ctrl),
        ("\x1b[9;2u", KeyCode::BackTab, shift),
        ("\x1b[13;3u", KeyCode::Enter, KeyModifiers::ALT),
        ("\x1b[57414u", KeyCode::Enter, none),
        ("\x1b[57400u", KeyCode::Char('1'), none),
        // xterm's modifyOtherKeys.
        ("\x1b[27;5;105~", KeyCode::Char('i'), ctrl),
    ] {
        assert_key(bytes, code, modifiers);
    }
    let [Event::Key(released)] = events("\x1b[106;1:3u")[..] else {
        panic!("not one key");
    };
    assert_eq!(released.kind, KeyEventKind::Release);
}

#[test]
fn unknown_sequences_are_ignored_without_swallowing_keys() {
    for noise in [
        "\x1b[?62;22c",
        "\x1b[99999~",
        "\x1b[57441;2u",
        "\x1b[>0q",
        "\x1b]11;rgb:0/0/0\x07",
        "\x1bP>|term\x1b\\",
        "\x1b[M !!",
        "\x1b[1;5",
    ] {
        let complete = noise != "\x1b[1;5";
        let typed = events(&format!("{noise}\x1b[Aj"));
        let expected = [key(KeyCode::Up, KeyModifiers::NONE), plain('j')];
        assert_eq!(typed, expected, "{noise:?}, complete: {complete}");
    }
    let mut events = Vec::new();
    InputParser::default().feed(b"\xff\xc3j\xe2\x82", false, &mut events);
    assert_eq!(events, [plain('j')]);
}

#[test]
fn a_paste_is_one_event_however_it_is_split() {
    let paste = "\x1b[200~q \x1b[A\r\nè\x1b[201~j".as_bytes();
    for cut in 0..=paste.len() {
        let (mut parser, mut events) = (InputParser::default(), Vec::new());
        let (first, second) = paste.split_at(cut);
        parser.feed(first, true, &mut events);
        parser.feed(second, false, &mut events);
        let expected = [Event::Paste("q \x1b[A\r\nè".into()), plain('j')];
        assert_eq!(events, expected, "cut at {cut}");
    }
}

#[test]
fn an_unterminated_paste_has_a_limit() {
    let (mut parser, mut events) = (InputParser::default(), Vec::new());
    parser.feed(b"\x1b[200~", false, &mut events);
    for _ in 0..600 {
        parser.feed(&[b'x'; 4096], false, &mut events);
    }
    parser.feed(b"\x1b[201~j", false, &mut events);
    let [Event::Paste(text), typed] = &events[..] else {
        panic!("{} events", events.len());
    };
    assert_eq!((text.len(), typed), (1024 * 1024, &plain('j')));
}

#[test]
fn mouse_positions_count_from_zero() {
    let kinds = |bytes: &str| -> Vec<_> {
        events(bytes)
            .into_iter()
            .map(|event| match event {
                Event::Mouse(mouse) => (mouse.kind, mouse.column, mouse.row),
                other => panic!("{other:?}"),
            })
            .collect()
    };
    assert_eq!(
        kinds("\x1b[<0;1;1M\x1b[<32;300;2M\x1b[<0;300;2m\x1b[<64;5;6M\x1b[<65;5;6M"),
        [
            (MouseEventKind::Down(MouseButton::Left), 0, 0),
            (MouseEventKind::Drag(MouseButton::Left), 299, 1),
            (MouseEventKind::Up(MouseButton::Left), 299, 1),
            (MouseEventKind::ScrollUp, 4, 5),
            (MouseEventKind::ScrollDown, 4, 5),
        ]
    );
}

#[test]
fn control_strings_are_ignored_however_they_arrive() {
    let bytes = b"\x1b]11;rgb:0000/0000/0000\x07j";
    for cut in 0..bytes.len() {
        let (mut events, mut parser) = (Vec::new(), InputParser::default());
        parser.feed(&bytes[..cut], true, &mut events);
        parser.feed(&bytes[cut..], false, &mut events);
        assert_eq!(events, [plain('j')], "cut at {cut}");
    }
}

proptest! {
    #[test]
    fn splitting_the_input_changes_nothing(bytes in proptest::collection::vec(any::<u8>(), 0..80), cut in 0usize..80) {
        let cut = cut.min(bytes.len());
        let (mut whole, mut parts) = (Vec::new(), Vec::new());
        InputParser::default().feed(&bytes, false, &mut whole);
        let mut parser = InputParser::default();
        parser.feed(&bytes[..cut], true, &mut parts);
        parser.feed(&bytes[cut..], false, &mut parts);
        prop_assert_eq!(whole, parts);
    }
}
