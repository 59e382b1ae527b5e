package dev.npymap.cli;

import dev.npymap.pickle.Value;
import java.util.ArrayList;
import java.util.List;

/// What `info` tells of a pickle: its values, the one that is meant first, as far as their paths and types are no longer
/// than suits the file.
///
/// @param values  those that are told of
/// @param leftOut how many others there are
record PickleListing(List<PickleInfo> values, long leftOut) {
    static PickleListing of(Location at, Value value) {
        NameBudget budget = new NameBudget(at.file().toFile().length());
        List<PickleInfo> told = new ArrayList<>();
        long[] all = {0};
        new PickleTree((path, found, sameAs) -> {
            PickleInfo info = new PickleInfo(path, found, sameAs);
            if (all[0]++ == 0 || budget.take(info.length())) {
                told.add(info);
            }
        }).walk(at.member().orElse(""), value);
        return new PickleListing(told, all[0] - told.size());
    }

    /// What follows the lines of the values: a line if some are left out.
    String remark() {
        return leftOut == 0
                ? ""
                : "  left out: " + leftOut + (leftOut == 1 ? " value" : " values")
                        + ", whose paths are many times as long as the file; `npymap info FILE/PATH` lists a part";
    }
}
