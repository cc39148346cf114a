//! What Windows opens otherwise, and what is run when it is opened.

use mcp_secure::rule;

use crate::{accepts, refuses};

fn devices() -> Vec<String> {
    let mut devices: Vec<String> =
        ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].map(str::to_owned).into();
    for digit in "0123456789\u{b9}\u{b2}\u{b3}\u{2074}\u{2080}\u{2081}\u{2460}０１９".chars() {
        devices.extend(["COM", "LPT"].map(|port| format!("{port}{digit}")));
    }
    devices
}

/// In upper, lower, mixed case, full width, and with one letter percent-encoded.
fn cases(device: &str) -> Vec<String> {
    let mixed: String = device
        .char_indices()
        .map(|(at, c)| if at % 2 == 0 { c.to_ascii_lowercase() } else { c })
        .collect();
    let wide = device.chars().map(|c| match c {
        'A'..='Z' => char::from_u32(u32::from(c) + 0xfee0).unwrap(),
        other => other,
    });
    let encoded = format!("%{:02x}{}", device.as_bytes()[0], &device[1..]);
    vec![device.to_owned(), device.to_lowercase(), mixed, wide.collect(), encoded]
}

#[test]
fn no_device_is_a_file_name_in_any_case_and_with_any_extension() {
    let ends = [
        "", ".", ".txt", ".tar.gz", " .txt", "  ", " ", ".a.b.c", "..txt", ".\u{e9}", "\u{a0}.txt", ":", ":a", ".txt:a",
        "%20.txt", "%2etxt",
    ];
    for device in devices() {
        let names: Vec<String> =
            cases(&device).iter().flat_map(|case| ends.map(|end| format!("{case}{end}"))).collect();
        refuses(&rule::filename(), &names);
        refuses(&rule::filename().hidden(true).dangerous_any_extension(), &names);
        refuses(&rule::relative_path(), names.iter().map(|name| format!("a/{name}")));
        refuses(&rule::relative_path(), names.iter().map(|name| format!("{name}/a")));
    }
}

#[test]
fn names_that_only_begin_or_end_as_a_device_are_good() {
    accepts(&rule::filename(), [
        "console.log", "contact.md", "Control", "auxiliary.txt", "null", "nullable.rst", "nul-value.txt", "prn2.txt",
        "com.txt", "COM", "com10.txt", "COM12", "lpt.md", "lpt10", "my.con", "a.nul", "icon.png", "xcon", "com1a.txt",
        "conin", "community.md", "aux-files.zip", "company", "com-1.txt",
    ]);
}

#[test]
fn what_is_run_is_refused_wherever_it_stands_in_a_name() {
    let run = [
        "php", "php3", "php4", "php5", "php7", "php8", "phtml", "pht", "phar", "phps", "asp", "aspx", "ashx", "asmx",
        "cer.asp", "jsp", "jspx", "jspf", "cgi", "shtml", "htaccess", "exe", "dll", "scr", "msi", "bat", "cmd", "ps1",
        "psm1", "vbs", "vbe", "wsf", "hta", "jar", "sh", "bash", "py", "rb", "lnk", "reg", "cpl", "pif", "msc",
    ];
    for extension in run {
        let mixed: String =
            extension.char_indices().map(|(at, c)| if at % 2 == 0 { c.to_ascii_uppercase() } else { c }).collect();
        let names = [
            format!("a.{extension}"), format!("a.{mixed}"), format!("a.{}", extension.to_uppercase()),
            format!("a.jpg.{extension}"), format!("a.{extension}.jpg"), format!("a.{mixed}.png"),
            format!("a.{extension};.jpg"), format!("a.{extension}#.jpg"), format!("a.{extension} .jpg"),
            format!("a.{extension}%20.jpg"), format!("a.{extension}%00.jpg"), format!("a.{extension}."),
            format!("a.{extension} "), format!("a.{extension}::$DATA"), format!("a.{extension}:jpg"),
            format!("a.{extension}/"), format!("a.{extension}\\"), format!("a.{extension}\n"),
            format!("a.{extension}%0a"), format!("a.{extension}\u{200b}"), format!("a.{extension}\u{a0}"),
            format!("a.{extension}...."), format!("a..{extension}"), format!("é.{extension}.é"),
        ];
        refuses(&rule::filename(), &names);
        refuses(&rule::filename().extensions(["jpg", "png"]), &names);
        refuses(&rule::relative_path(), names.iter().map(|name| format!("a/{name}")));
    }
}
