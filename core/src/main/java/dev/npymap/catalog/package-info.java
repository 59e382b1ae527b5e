/// The arrays that an address names: files, members of archives, values in pickles, fields of records, raw numbers.
/// Start at [dev.npymap.catalog.Catalog]; a [dev.npymap.catalog.Format] adds a file format.
package dev.npymap.catalog;
