//! Ids of rows of the list: their sign and size tell stored articles from those of the session.

use newsprint::model::ArticleId;

#[test]
fn each_id_has_one_kind() {
    let claims = |id: ArticleId| {
        [
            id.is_in_library(),
            id.is_given(),
            id.is_linked(),
            id.is_tour(),
        ]
    };
    assert_eq!(claims(ArticleId(1)), [true, false, false, false]);
    assert_eq!(claims(ArticleId::NONE), [false; 4]);
    for n in [0, 1, 1_000_000, usize::MAX] {
        assert_eq!(claims(ArticleId::given(n)), [false, true, false, false]);
        assert_eq!(claims(ArticleId::linked(n)), [false, false, true, false]);
        assert_eq!(claims(ArticleId::tour(n)), [false, false, false, true]);
        assert!(ArticleId::tour(n).is_session_only());
    }
    assert!(ArticleId::given(1) < ArticleId::given(0));
}

#[test]
fn an_id_is_written_as_an_integer() {
    let id = ArticleId(42);
    assert_eq!(id.to_string(), "42");
    assert_eq!("42".parse(), Ok(id));
    assert_eq!(serde_json::to_string(&id).unwrap(), "42");
}
