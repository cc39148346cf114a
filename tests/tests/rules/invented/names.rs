//! What files are called, and what must not be the name of one.

use mcp_secure::rule;

use crate::{accepts, refuses};

#[test]
fn names() {
    accepts(&rule::filename(), [
        "Rechnung März 2024.pdf", "Überweisung_Ärzte.xlsx", "Façade—élévation.dwg", "Ça va.txt", "l’été à la mer.jpg", "Año nuevo ¡feliz!.png",
        "¿Qué es esto¿.txt", "São Paulo – relatório.docx", "Łódź żółć.odt", "Příliš žluťoučký.txt", "Ďábelské ódy.mp3", "Árvíztűrő tükörfúrógép.txt",
        "İĞÜŞÖÇ ığüşöç.txt", "Ærø Østergård.txt", "Þórður.txt", "Æ.txt", "n.txt", "Ψηφιακή αναφορά.pdf", "Съешь ещё этих мягких.docx", "Їжак.txt",
        "Ђорђе.txt", "Қазақстан.txt", "Монгол хэл.txt", "հաշվետվություն.pdf", "საქართველო.txt", "תַּפּוּחַ.txt", "שָׁלוֹם.txt", "ספר 1.pdf",
        "كِتَاب.pdf", "القُرْآن.txt", "کتاب\u{200c}ها.pdf", "پرونده\u{200c}های من.zip", "اردو\u{200c}زبان.txt", "हिंदी फ़ाइल.txt", "क्ष.txt",
        "ज़िन्दगी.mp3", "श्री.txt", "বাংলা ফাইল.txt", "ক্\u{200c}ষ.txt", "ਪੰਜਾਬੀ.txt", "ગુજરાતી.txt", "ଓଡ଼ିଆ.txt", "தமிழ் கோப்பு.txt", "తెలుగు.txt",
        "ಕನ್ನಡ.txt", "ರ\u{200d}್ಯ.txt", "മലയാളം.txt", "ന്\u{200d}.txt", "സിനിമ ൻ.txt", "සිංහල.txt", "ක්\u{200d}ෂ.txt", "ไฟล์.txt", "ນ້ຳ.txt",
        "မြန်မာ.txt", "ဖိုင်.txt", "ឯកសារ.pdf", "한글 파일.hwp", "보고서(최종)_진짜최종.pptx", "新しいフォルダー (2).zip", "ﾊﾝｶｸ.txt", "がぎぐげご.txt", "会議資料【最終版】.pdf",
        "（重要）契約書.docx", "「議事録」.txt", "報告～2024.xlsx", "資料①.pdf", "㈱テスト.pdf", "文件（1）.docx", "报告：最终版.docx", "会议纪要，2024年.docx", "《红楼梦》.epub", "问题？.txt",
        "你好！.txt", "100％完成.txt", "東京・大阪.txt", "𠮷野家.txt", "𝔘𝔫𝔦.txt", "ಠ_ಠ.txt", "¯(ツ)¯.gif", "ʻokina Hawaiʻi.txt", "Kaʻū.txt", "tiếng Việt.txt",
        "Phở.txt", "Ọ̀ṣun.txt", "Yorùbá.txt", "Ṣàngó.txt", "ḥ.txt", "o͘.txt", "a̧.txt", "👩\u{200d}👩\u{200d}👧\u{200d}👦.jpg",
        "🧑🏽\u{200d}🤝\u{200d}🧑🏻.png", "👁\u{fe0f}\u{200d}🗨\u{fe0f}.png", "🏴\u{200d}☠\u{fe0f}.png", "🏳\u{fe0f}\u{200d}⚧\u{fe0f}.png",
        "🐻\u{200d}❄\u{fe0f}.png", "🐈\u{200d}⬛.png", "❤\u{fe0f}\u{200d}🩹.png", "🧑\u{200d}⚕\u{fe0f}.png", "👨🏿\u{200d}🦰.png", "🇫🇷 trip.jpg",
        "☎\u{fe0f}.txt", "✈\u{fe0f} tickets.pdf", "©\u{fe0f} notice.txt", "#\u{fe0f}⃣.txt", "⭐ favourites.md", "🫠.png", "🫱🏻\u{200d}🫲🏿.png",
        "🧑\u{200d}🧑\u{200d}🧒.png", "🙂\u{200d}↕\u{fe0f}.png", "🙂\u{200d}↔\u{fe0f}.gif", "👨\u{200d}❤\u{fe0f}\u{200d}💋\u{200d}👨.png", "㊗\u{fe0f}.png",
        "〰\u{fe0f}.txt", "ℹ\u{fe0f} readme.txt", "™\u{fe0f}.txt", "‼\u{fe0f} urgent.txt", "Ⓜ\u{fe0f}etro.txt", "🅰\u{fe0f}.txt", "▶\u{fe0f} play.txt",
        "⬆\u{fe0f}.txt", "⤴\u{fe0f}.txt", "🀄\u{fe0f}.txt", "🈁.txt", "☺\u{fe0f}.txt", "☕\u{fe0f}.txt", "⌚\u{fe0f}.txt", "archive.tar.zst",
        "backup.tar.bz2", "linux-6.1.tar.xz", "foo_1.2-3_amd64.buildinfo", "v2.0.1-rc1.zip", "IMG_0001 (1).HEIC", "DSC01234.ARW",
        "Screenshot 2024-01-01 at 10.30.45.png", "Screen Shot 2020-05-05 at 3.15.22 PM.png", "WhatsApp Image 2024-01-01 at 12.00.00.jpeg",
        "2024-03-01_standup.md", "CHANGELOG", "CODEOWNERS", "Gemfile", "Gemfile.lock", "Pipfile.lock", "Cargo.lock", "yarn.lock", "go.mod", "go.sum",
        "BUILD.bazel", "WORKSPACE", "Jenkinsfile", "Vagrantfile", "Procfile", "CMakeLists.txt", "tsconfig.json", "pnpm-lock.yaml", "main.tf",
        "terraform.tfvars", "values.yaml", "schema.prisma", "index.d.ts", "foo.test.ts", "App.vue", "a.svelte", "notebook.ipynb", "paper.tex",
        "refs.bib", "thesis.pdf", "data.parquet", "model.safetensors", "model.onnx", "weights.pt", "x.npy", "a.feather", "db.sqlite3", "dump.rdb",
        "x.proto", "x.thrift", "x.avsc", "a.kt", "a.swift", "a.scala", "a.clj", "a.hs", "a.ml", "a.ex", "a.erl", "a.zig", "a.nim", "a.f90", "a.R",
        "a.jl", "a.m", "a.mm", "a.dart", "a.S", "a.asm", "a.v", "a.vhdl", "a.po", "a.mo", "a.srt", "a.vtt", "a.ics", "a.vcf", "a.gpx", "a.kml",
        "a.geojson", "a.shp", "a.dwg", "a.stl", "a.obj", "a.blend", "a.psd", "a.ai", "a.eps", "a.xcf", "a.sketch", "a.fig", "a.indd", "a.webp",
        "a.avif", "a.heic", "a.tiff", "a.bmp", "a.ico", "a.wav", "a.ogg", "a.opus", "a.m4a", "a.mkv", "a.webm", "a.mov", "a.avi", "a.mpg", "a.rtf",
        "a.odt", "a.ods", "a.odp", "a.pages", "a.numbers", "a.key", "a.doc", "a.xls", "a.ppt", "a.docx", "a.xlsm", "a.csv", "a.tsv", "a.jsonl",
        "a.ndjson", "a.toml", "a.ini", "a.cfg", "a.conf", "a.properties", "a.env.example", "a.log.1", "a.log.gz", "a.pid", "a.sock", "a.p12",
        "a.pfx", "a.crt", "a.csr", "a.asc", "a.sig", "a.gpg", "a.kdbx", "a.torrent", "a.iso", "a.img", "a.qcow2", "a.vmdk", "a.rar", "a.zip",
        "a.cab", "a.zst", "a.br", "a.lz4", "Q3 Results.v2.final.FINAL.xlsx", "Dr. Who S01E01.mkv", "Mr. Robot.mkv", "Vol. 1.txt", "U.S. Budget.pdf",
        "e.g. this.txt", "No. 5.txt", "3.14159", "1,000.txt", "$5.00.txt", "50%.txt", "foo%20bar.txt", "R%C3%A9sum%C3%A9.pdf", "a'b.txt", "{a}.txt",
        "a^b.txt", "a=b&c=d.txt", "AT&T.txt", "M&amp;M.txt", "contract.pdf", "prnt.txt", "communication.txt", "COMPANY.txt", "lpt10.pdf", "nul1.txt",
        "null.json", "PRNewswire.pdf", "AUX_IN.txt", "con_1.txt", "con-1.txt", "x.con", "file.aux", "main.aux", "a~1b.txt", "progra~.txt",
        "verylongname~1.txt", "git~1x.txt", "a_~x", "EXE", "python", "index", "config", "readme", "license.txt",
    ]);
    refuses(&rule::filename(), [
        "....", ". .", "\na", "a\u{2028}", "a\u{2029}b", "..\\..\\x", "file.txt::$DATA", "file.txt:stream", "–x", "—x", "−x", "‐x", "‑x", "－x", "﹣x",
        "﹘x", "‒x", "a. ", "a .", "Con.txt", "nul", "NUL.tar.gz", "aux.txt", "AUX.c", "prn.pdf", "COM1", "com9.log", "LPT1", "lpt0", "LPT³.txt",
        "conout$", "conin$.txt", "con  ", "nul .x", "ＮＵＬ.txt", "c\u{200b}on", "\u{202e}txt.exe", "a\u{200e}b", "a\u{200f}b", "a\u{2066}b",
        "a\u{200d}b", "a\u{200c}b", "a\u{ad}b", "\u{2060}a", "a\u{3164}b", "a\u{115f}b", "a\u{34f}b", "a\u{180e}b", "a\u{e0041}b", "a\u{fe0f}b",
        "a\u{e0100}b", "a⧸b", "a﹨b", "a⧵b", "a∖b", "․", "a\u{e000}b", "a\u{f03a}b", "a\u{fdd0}b", "a\u{ffff}b", "e\u{301}.txt",
        "\u{1100}\u{1161}.txt", "\u{212b}.txt", "%2e%2e", "%2e%2e%2f", "..%2f", "a%00b", "a%25252fb", "a%c1%9cb", "a%u002fb", "a%u2215b", "a&#47;b",
        "a&#x2f;b", "&period;&period;", "a%ef%bc%8fb", "a%E2%80%AEb", "%2dx", "%20a", "a%20", "a.p%68p", "a%2ephp", "shell.phtml", "shell.phar",
        "shell.php.jpg", "photo.jpg.php;.jpg", "a.php;.jpg", "report.pdf.exe", "a.EXE ", "a.exe.", "a.exe%20", "a.pif", "a.deb", "a.rpm", "a.apk",
        "a.mpkg", "a.appref-ms", "a.xbap", "a.library-ms", "a.search-ms", "a.searchconnector-ms", "a.au3", "a.flatpak", "a.vxd", "a.ins", "a.isp",
        "a.hlp", "a.nsh", "a.bin.sh", "a.bash_profile.sh", "a.action", "a.workflow", "a.tool", "a.command", "a.csh", "a.ksh", "a.jspf", "a.phpt",
        "a.inc.php", "a.php.bak", "a.ppkg", "a.ws", "a.service", "GIT~1", "a~1.txt", "A~10.PHP",
        "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", "a\u{300}",
    ]);
    accepts(&rule::relative_path(), [
        "a/b/c.txt", "2024/01/01/x.log", "docs/v1..2/a", "a b/c d.txt", "日本語/ファイル.txt", "src/main/java/com/example/App.kt", "Program Files/x.txt",
        "node_modules/@types/node/index.d.ts", "images/photo@2x.png", "a/b/c/d/e/f/g/h", "users/ada@example.com/notes.md", "cache/50%/x", "tmp~/a",
        "Jan-Feb/x", "com/example/x.txt", "www.example.com/page.html", "lib.so/x", "example.app/Contents.txt", "repo.git/config.txt", "a/conf.d",
    ]);
    refuses(&rule::relative_path(), [
        "~/a/..", "\\\\srv\\share", "//srv/share", "a/.git/config", ".ssh/id", "a/-rf", "a/nul", "a/con.txt/b", "a/%2e%2e/b", "a/..%2fb",
        "%2fetc/passwd", "a/x.php", "a/x.php/b", "a/x.exe", "file:///a", "a/\u{202e}x", "a/．．/b", "a/..;/b", "?/a", "a/*", "a|b/c", "//?/C:/a",
        "\\??\\a", "aux/x", "a/COM1", "HTACCE~1/x",
    ]);
}
