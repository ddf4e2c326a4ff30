//! A row of named features: [`FeatureRow`].

/// Values of the features of one text block, in the order in which they are pushed.
#[derive(Debug, Default)]
pub struct FeatureRow {
    /// Values.
    pub values: Vec<f32>,
    /// Names of the values; empty unless they are wanted.
    pub names: Vec<&'static str>,
    with_names: bool,
}

impl FeatureRow {
    /// Returns a row with room for `count` values.
    pub(super) fn with_capacity(count: usize) -> Self {
        Self {
            values: Vec::with_capacity(count),
            ..Self::default()
        }
    }

    /// Returns a row that records the names as well.
    pub fn with_names() -> Self {
        Self {
            with_names: true,
            ..Self::default()
        }
    }

    /// Appends a value.
    pub(super) fn push(&mut self, name: &'static str, value: f32) {
        self.values.push(value);
        if self.with_names {
            self.names.push(name);
        }
    }
}

/// Returns 1.0 for true and 0.0 for false.
pub(super) fn flag(on: bool) -> f32 {
    f32::from(u8::from(on))
}
