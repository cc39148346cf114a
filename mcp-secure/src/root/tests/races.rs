//! Somebody else changes the directory at the same time.

use std::{
    os::unix::fs::symlink,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    thread,
    time::{Duration, Instant},
};

use super::*;

#[test]
fn a_link_swapped_in_for_a_file_is_never_followed() {
    let place = Place::new();
    let (inside, outside) = (&place.inside, &place.outside);
    let swap = || {
        fs::write(inside.join("a"), "inside").unwrap();
        fs::rename(inside.join("a"), inside.join("note.md")).unwrap();
        symlink(outside.join("note.md"), inside.join("b")).unwrap();
        fs::rename(inside.join("b"), inside.join("note.md")).unwrap();
    };
    while_swapping(swap, || match place.root.read("note.md") {
        Ok(content) => {
            assert_eq!(content, b"inside");
            Some(true)
        }
        Err(_) => Some(false),
    });
    while_swapping(swap, || Some(place.root.write("note.md", "inside").is_ok()));
    place.outside_is_untouched();
}

#[test]
fn a_link_swapped_in_for_a_directory_is_never_followed() {
    let place = Place::new();
    let (inside, outside) = (&place.inside, &place.outside);
    place.root.create_dir_all("sub").unwrap();
    place.root.write("sub/note.md", "inside").unwrap();
    symlink(outside, inside.join("link")).unwrap();
    let swap = || {
        for (from, to) in [("sub", "real"), ("link", "sub"), ("sub", "link"), ("real", "sub")] {
            fs::rename(inside.join(from), inside.join(to)).unwrap();
        }
    };
    while_swapping(swap, || match place.root.read("sub/note.md") {
        Ok(content) => {
            assert_eq!(content, b"inside");
            Some(true)
        }
        Err(error) => (error.kind() == ErrorKind::OutsideRoot).then_some(false),
    });
    while_swapping(swap, || match place.root.list_dir("sub") {
        Ok(entries) => {
            assert_eq!(entries[0].len, 6);
            Some(true)
        }
        Err(error) => (error.kind() == ErrorKind::OutsideRoot).then_some(false),
    });
    while_swapping(swap, || match place.root.write("sub/note.md", "inside") {
        Ok(()) => Some(true),
        Err(error) => (error.kind() == ErrorKind::OutsideRoot).then_some(false),
    });
    while_swapping(swap, || {
        let _ = place.root.remove_file("sub/note.md");
        match place.root.create_new("sub/note.md", "inside") {
            Ok(()) => Some(true),
            Err(error) => (error.kind() == ErrorKind::OutsideRoot).then_some(false),
        }
    });
    place.outside_is_untouched();
}

#[test]
fn directories_are_never_created_outside() {
    let place = Place::new();
    let inside = &place.inside;
    place.root.create_dir_all("real").unwrap();
    let swap = || {
        for target in ["real", "../root-evil"] {
            symlink(target, inside.join("new")).unwrap();
            fs::rename(inside.join("new"), inside.join("sub")).unwrap();
        }
    };
    swap();
    while_swapping(swap, || {
        let _ = fs::remove_dir_all(inside.join("real/a"));
        match place.root.create_dir_all("sub/a/b") {
            Ok(()) => Some(true),
            Err(error) => (error.kind() == ErrorKind::OutsideRoot).then_some(false),
        }
    });
    place.outside_is_untouched();
}

#[test]
fn a_file_is_never_seen_in_part() {
    let place = Place::new();
    let contents = [vec![b'a'; 300_000], vec![b'b'; 200_000]];
    place.root.write("note.md", &contents[0]).unwrap();
    let written = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            let _end = OnDrop(&written);
            for content in contents.iter().cycle().take(200) {
                place.root.write("note.md", content).unwrap();
            }
        });
        while !written.load(Relaxed) {
            assert!(contents.contains(&place.root.read("note.md").unwrap()));
            assert!(contents.contains(&fs::read(place.inside.join("note.md")).unwrap()));
        }
    });
    assert_eq!(place.names(), ["note.md"]);
}

#[test]
fn a_new_file_is_never_seen_in_part() {
    let place = Place::new();
    for round in 0..500 {
        // Large ones take long to write, small ones give more chances to look in between.
        let content = vec![b'a'; if round % 10 == 0 { 500_000 } else { 1 }];
        let name = format!("{round}.md");
        thread::scope(|scope| {
            let writer = scope.spawn(|| place.root.create_new(&name, &content).unwrap());
            while !writer.is_finished() {
                if let Ok(seen) = fs::read(place.inside.join(&name)) {
                    assert_eq!(seen.len(), content.len());
                }
            }
        });
    }
    assert_eq!(place.names().len(), 500);
}

#[test]
fn one_of_several_creates_the_file() {
    let place = Place::new();
    for round in 0..20 {
        let name = format!("{round}.md");
        let winners: Vec<_> = thread::scope(|scope| {
            let create = |content: usize| {
                let created = place.root.create_new(&name, content.to_string());
                created.map(|()| content).map_err(|error| error.kind())
            };
            let threads: Vec<_> = (0..8).map(|n| scope.spawn(move || create(n))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let lost = winners.iter().filter(|winner| **winner == Err(ErrorKind::AlreadyExists));
        assert_eq!(lost.count(), 7);
        let winner = winners.iter().find_map(|winner| winner.ok()).unwrap();
        assert_eq!(place.root.read_to_string(&name).unwrap(), winner.to_string());
    }
    assert_eq!(place.names().len(), 20);
}

/// Calls `attempt` while another thread swaps, often enough to have met both states.
fn while_swapping(swap: impl Fn() + Sync, attempt: impl Fn() -> Option<bool>) {
    let stop = AtomicBool::new(false);
    let end = Instant::now() + Duration::from_secs(120);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(Relaxed) {
                swap();
            }
        });
        let _stop = OnDrop(&stop);
        let (mut attempts, mut done, mut refused) = (0, 0, 0);
        while attempts < 3000 || done < 100 || refused < 100 {
            match attempt() {
                Some(true) => done += 1,
                Some(false) => refused += 1,
                None => {}
            }
            attempts += 1;
            assert!(Instant::now() < end, "{done} done and {refused} refused of {attempts}");
        }
    });
}

/// Ends the other thread even if an assertion fails.
struct OnDrop<'a>(&'a AtomicBool);

impl Drop for OnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Relaxed);
    }
}
