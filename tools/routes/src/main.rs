//! Routes requests by the router of Spin's HTTP trigger.
//!
//! Reads lines of a path and routes, separated by spaces; writes the route that matches best, or a dash, for each.

use std::io::{self, BufRead};

fn main() {
    for line in io::stdin().lock().lines() {
        let line = line.expect("a line");
        let mut words = line.split(' ');
        let path = words.next().expect("a path");
        let mut router = routefinder::Router::new();
        for route in words {
            router.add(pattern(route).as_str(), route).expect("a valid route");
        }
        println!("{}", router.best_match(path).map_or("-", |found| *found.handler()));
    }
}

/// The route as Spin gives it to the router: one slash in front, none at the end, `/*` for a wildcard.
fn pattern(route: &str) -> String {
    let route = format!("/{}", route.strip_prefix('/').unwrap_or(route));
    let route = route.strip_suffix('/').unwrap_or(&route);
    match route.strip_suffix("/...") {
        Some(prefix) => format!("{prefix}/*"),
        None => route.to_string(),
    }
}
