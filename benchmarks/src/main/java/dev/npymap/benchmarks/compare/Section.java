package dev.npymap.benchmarks.compare;

import java.util.List;

/// Cases that belong together.
///
/// @param title heads their table
/// @param files what they read; made before the first case, deleted when no later section needs them
/// @param cases in the order in which they are run
record Section(String title, List<DataFile> files, List<Case> cases) {
}
