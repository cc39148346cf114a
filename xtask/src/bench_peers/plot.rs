//! Plots as SVG: bars, and lines over logarithmic axes.

use std::fmt::Write;

/// One bar.
pub(crate) struct Bar {
    pub(crate) name: String,
    pub(crate) value: f64,
    /// Drawn in the colour of what this repository is about.
    pub(crate) is_ours: bool,
}

/// Horizontal bars from zero, each with its name and its value.
pub(crate) fn bars(title: &str, unit: &str, bars: &[Bar]) -> String {
    let most = bars.iter().map(|bar| bar.value).fold(0.0, f64::max);
    let height = 50 + 28 * bars.len();
    let mut svg = begin(720, height, title);
    for (bar, index) in bars.iter().zip(0..) {
        let y = 40 + 28 * index;
        let width = 380.0 * bar.value / most;
        let colour = if bar.is_ours { OURS } else { OTHERS };
        let _ = writeln!(
            svg,
            "<text x=\"210\" y=\"{0}\" text-anchor=\"end\">{1}</text>\
             <rect x=\"220\" y=\"{y}\" width=\"{width:.1}\" height=\"20\" fill=\"{colour}\"/>\
             <text x=\"{2:.1}\" y=\"{0}\">{3:.1} {unit}</text>",
            y + 15,
            escaped(&bar.name),
            226.0 + width,
            bar.value,
        );
    }
    svg + "</svg>\n"
}

/// One line of points.
pub(crate) struct Line {
    pub(crate) name: String,
    pub(crate) points: Vec<(f64, f64)>,
}

/// Lines over two logarithmic axes.
pub(crate) fn lines(title: &str, across: &str, up: &str, lines: &[Line]) -> String {
    let points = || lines.iter().flat_map(|line| &line.points);
    let range = |of: fn(&(f64, f64)) -> f64| {
        let logs = || points().map(of).map(f64::log10);
        let (least, most) = (logs().fold(f64::MAX, f64::min), logs().fold(f64::MIN, f64::max));
        (least.floor(), most.ceil().max(least.floor() + 1.0))
    };
    let (xs, ys) = (range(|point| point.0), range(|point| point.1));
    let x = |value: f64| 80.0 + 430.0 * (value.log10() - xs.0) / (xs.1 - xs.0);
    let y = |value: f64| 300.0 - 250.0 * (value.log10() - ys.0) / (ys.1 - ys.0);
    let mut svg = begin(720, 350, title);
    for decade in xs.0 as i32..=xs.1 as i32 {
        let (at, value) = (x(10f64.powi(decade)), shown(decade));
        let _ = writeln!(
            svg,
            "<path d=\"M{at:.1} 50V300\" stroke=\"#ddd\"/>\
             <text x=\"{at:.1}\" y=\"318\" text-anchor=\"middle\">{value}</text>"
        );
    }
    for decade in ys.0 as i32..=ys.1 as i32 {
        let (at, value) = (y(10f64.powi(decade)), shown(decade));
        let _ = writeln!(
            svg,
            "<path d=\"M80 {at:.1}H510\" stroke=\"#ddd\"/>\
             <text x=\"74\" y=\"{0:.1}\" text-anchor=\"end\">{value}</text>",
            at + 4.0
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"295\" y=\"340\" text-anchor=\"middle\">{}</text>\
         <text x=\"16\" y=\"175\" text-anchor=\"middle\" transform=\"rotate(-90 16 175)\">{}</text>",
        escaped(across),
        escaped(up)
    );
    for ((line, colour), index) in lines.iter().zip(COLOURS.into_iter().cycle()).zip(0..) {
        let path: Vec<String> = line
            .points
            .iter()
            .map(|point| format!("{:.1},{:.1}", x(point.0), y(point.1)))
            .collect();
        let _ = writeln!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>",
            path.join(" ")
        );
        let _ = writeln!(
            svg,
            "<rect x=\"525\" y=\"{}\" width=\"12\" height=\"12\" fill=\"{colour}\"/>\
             <text x=\"543\" y=\"{}\">{}</text>",
            60 + 20 * index,
            71 + 20 * index,
            escaped(&line.name)
        );
    }
    svg + "</svg>\n"
}

fn begin(width: usize, height: usize, title: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         font-family=\"sans-serif\" font-size=\"13\">\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n\
         <text x=\"12\" y=\"24\" font-size=\"15\">{}</text>",
        escaped(title)
    )
}

fn shown(decade: i32) -> String {
    match decade {
        6.. => format!("{} M", 10i64.pow((decade - 6) as u32)),
        3..6 => format!("{} k", 10i64.pow((decade - 3) as u32)),
        _ => format!("{}", 10f64.powi(decade)),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

const OURS: &str = "#2a6f4e";

const OTHERS: &str = "#9aa5b1";

const COLOURS: [&str; 6] = [OURS, "#c05621", "#2b6cb0", "#805ad5", "#718096", "#b7791f"];
