//! Times at which a feed wants to be fetched: [`FeedSchedule`].

use chrono::Weekday;

/// Times at which a feed is to be fetched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedSchedule {
    /// Seconds between two fetches: the longer one of `ttl` (RSS 2.0) and of `sy:updatePeriod` with
    /// `sy:updateFrequency` (RSS 1.0 module Syndication).
    pub interval: Option<u32>,
    /// Hours in GMT, 0 to 23, in which it is not to be fetched (RSS 2.0, `skipHours`).
    pub skip_hours: Vec<u8>,
    /// Days in GMT on which it is not to be fetched (RSS 2.0, `skipDays`).
    pub skip_days: Vec<Weekday>,
}

/// Parts of a schedule while a feed is read.
#[derive(Debug, Default)]
pub(super) struct ScheduleBuilder {
    schedule: FeedSchedule,
    ttl_seconds: Option<u32>,
    period_seconds: Option<u32>,
    frequency: Option<u32>,
}

impl ScheduleBuilder {
    /// Takes `ttl`: minutes.
    pub(super) fn set_ttl(&mut self, text: &str) {
        let minutes: Option<u32> = text.trim().parse().ok();
        self.ttl_seconds = minutes.map(|m| m.saturating_mul(60)).or(self.ttl_seconds);
    }

    /// Takes `sy:updatePeriod`.
    pub(super) fn set_period(&mut self, text: &str) {
        const HOUR: u32 = 3600;
        let seconds = match text.trim().to_ascii_lowercase().as_str() {
            "hourly" => HOUR,
            "daily" => 24 * HOUR,
            "weekly" => 7 * 24 * HOUR,
            "monthly" => 30 * 24 * HOUR,
            "yearly" => 365 * 24 * HOUR,
            _ => return,
        };
        self.period_seconds = Some(seconds);
    }

    /// Takes `sy:updateFrequency`: the number of updates in a period.
    pub(super) fn set_frequency(&mut self, text: &str) {
        let frequency: Option<u32> = text.trim().parse().ok();
        self.frequency = frequency.filter(|f| *f > 0).or(self.frequency);
    }

    /// Takes an hour of `skipHours`. Hour 24 is hour 0 (RSS 0.91).
    pub(super) fn add_hour(&mut self, text: &str) {
        let hour: Option<u8> = text.trim().parse().ok();
        let Some(hour) = hour.filter(|hour| *hour <= 24).map(|hour| hour % 24) else {
            return;
        };
        if !self.schedule.skip_hours.contains(&hour) {
            self.schedule.skip_hours.push(hour);
        }
    }

    /// Takes a day of `skipDays`.
    pub(super) fn add_day(&mut self, text: &str) {
        let Ok(day) = text.trim().parse::<Weekday>() else {
            return;
        };
        if !self.schedule.skip_days.contains(&day) {
            self.schedule.skip_days.push(day);
        }
    }

    /// Returns the schedule.
    pub(super) fn finish(self) -> FeedSchedule {
        let period = match (self.period_seconds, self.frequency) {
            // A day is the period where only the frequency is given.
            (None, Some(frequency)) => Some(24 * 3600 / frequency),
            (period, frequency) => period.map(|p| p / frequency.unwrap_or(1)),
        };
        let interval = self.ttl_seconds.max(period);
        FeedSchedule {
            interval: interval.filter(|seconds| *seconds > 0),
            ..self.schedule
        }
    }
}
