package dev.npymap.catalog;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/// The known formats: those of this library, then those of other modules.
final class Formats {
    private static final Format TEXT = new DelimitedFormat();
    private static final Format NPY = new NpyFormat();
    private static final List<Format> OWN = List.of(NPY, new NpzFormat(), new PickleFormat(TEXT), TEXT);

    private Formats() {
    }

    /// Finds the format of a file. Formats of other modules are asked if the first bytes are no magic number known
    /// here.
    static Format of(CatalogFile file) {
        return claiming(OWN, file, Format.Claim.CERTAIN).orElseGet(() -> among(all(), file));
    }

    private static Format among(List<Format> all, CatalogFile file) {
        return claiming(all, file, Format.Claim.CERTAIN).or(() -> claiming(all, file, Format.Claim.LIKELY))
                .or(() -> all.stream().filter(format -> format.isNamed(file)).findFirst()).orElse(NPY);
    }

    private static List<Format> all() {
        return Stream.concat(OWN.stream(), ServiceLoader.load(Format.class, Format.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)).toList();
    }

    private static Optional<Format> claiming(List<Format> formats, CatalogFile file, Format.Claim claim) {
        return formats.stream().filter(format -> format.claim(file) == claim).findFirst();
    }
}
