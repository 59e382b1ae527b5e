/// What an address names: files, members of archives, values in pickles, fields of records, raw numbers.
/// [dev.npymap.catalog.Catalog] is the door; a [dev.npymap.catalog.Format] adds a kind of file.
package dev.npymap.catalog;
