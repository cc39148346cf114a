//! Extensions that are run, allowed and denied.

use super::*;

#[test]
fn refuses_what_is_run() {
    refuses(
        &filename(),
        "executable",
        &[
            "shell.php", "shell.PHP", "shell.pHp5", "a.php7", "a.php3", "a.phtml", "a.phar",
            "a.pht", "a.exe", "a.EXE", "a.dll", "a.com", "a.bat", "a.cmd", "a.msi", "a.scr",
            "a.ps1", "a.psm1", "a.vbs", "a.js", "a.mjs", "a.jse", "a.wsf", "a.hta", "a.jar", "a.sh",
            "a.bash", "a.py", "a.rb", "a.pl", "a.cgi", "a.jsp", "a.jspx", "a.asp", "a.aspx",
            "a.ashx", "a.htaccess", "a.lnk", "a.desktop", "a.app", "a.so", "a.dylib", "a.reg",
            "web.config", "a.url", "a.settingcontent-ms", "a.SEARCH-MS", "a.appref-ms.txt", "a.dmg", "a.pkg",
            "a.msu", "a.diagcab", "a.vsix", "a.ahk", "a.terminal",
            // More than one.
            "photo.php.jpg", "a.jpg.php", "a.php.a.b.txt", "a.jsp.txt", "a.exe.pdf", "a.asp;.jpg",
            "a.asp;x.jpg", "a.php .jpg", "a.sh.md", "a..php", "a.php..jpg", "a.tar.exe",
            // Read leniently.
            "a.ｐｈｐ", "a.ᵖhp", "a.eₓe", "a.ſh", "é.php", "é.PHP.jpg", "日本.ｅｘｅ.txt",
            "a.php\u{a0}.jpg",
        ],
    );
}

#[test]
fn every_extension_of_the_lists_is_found() {
    for extension in extension::RUN_ANYWHERE {
        let names = [
            format!("a.{extension}"),
            format!("a.{extension}.txt"),
            format!("é.{extension}.x"),
        ];
        for name in names {
            refuses(&filename(), "executable", &[&name, &name.to_uppercase()]);
        }
    }
    for extension in extension::RUN_AT_THE_END {
        refuses(&filename(), "executable", &[&format!("a.{extension}")]);
        accepts(&filename(), &[&format!("a.{extension}.txt")]);
    }
}

#[test]
fn an_allowlist_decides_by_the_last_extension() {
    let rule = filename().extensions(["md", ".TXT", "tar.gz"]);
    accepts(
        &rule,
        &[
            "a.md", "a.MD", "a.txt", "a.b.md", "a.tar.gz", "résumé.md", "a.com.md",
        ],
    );
    let other = [
        "a", "md", "a.gz", "a.pdf", "a.mdx", "a.amd", "a.md.bak", "amd", "éamd", "a.md~",
    ];
    refuses(&rule, "extensions: md, txt, tar.gz", &other);
    refuses(&rule, "executable", &["a.php.md", "a.exe.txt"]);
    refuses(&rule.clone().hidden(true), "extensions", &[".md", ".env"]);
    accepts(&filename().extensions(["日本"]), &["a.日本"]);
    refuses(
        &filename().extensions::<&str>([]),
        "no extension is allowed",
        &["a", "a.md", "Makefile"],
    );
}

#[test]
fn an_allowlist_lifts_the_default_for_what_it_names() {
    let rule = filename().extensions(["py", "js", "min.js"]);
    accepts(
        &rule,
        &["main.py", "main.PY", "a.js", "a.min.js", "a.py.js"],
    );
    refuses(&rule, "executable", &["a.php.py", "a.sh.js"]);
    accepts(&filename().extensions(["min.js"]), &["a.min.js"]);
    refuses(&filename().extensions(["min.js"]), "extensions", &["a.js"]);
}

#[test]
fn a_denylist_adds_to_the_default() {
    let rule = filename().deny_extensions(["html", ".SVG", "tar.gz"]);
    let denied = [
        "a.html", "a.HTML", "a.svg", "a.svg.png", "a.exe", "a.ｈｔｍｌ", "a.tar.gz",
    ];
    refuses(&rule, "executable or not allowed", &denied);
    accepts(&rule, &["a.htm", "html", "a.gz", "svg.txt"]);
    let both = filename()
        .extensions(["md", "html"])
        .deny_extensions(["html"]);
    accepts(&both, &["a.md"]);
    refuses(&both, "not allowed", &["a.html", "a.html.md"]);
    let more = filename().deny_extensions(["a"]).deny_extensions(["b"]);
    refuses(&more, "not allowed", &["x.a", "x.b"]);
}

#[test]
fn any_extension_is_a_dangerous_choice() {
    let rule = filename().dangerous_any_extension();
    accepts(&rule, &["main.py", "a.exe", "a.php.jpg"]);
    refuses(&rule, "device", &["nul.py"]);
    refuses(&rule.deny_extensions(["exe"]), "not allowed", &["a.exe"]);
}
