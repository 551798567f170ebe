package dev.alambic.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A folder for small models, and a bench that is short and leaves out what takes long. */
abstract class BenchFixture {

    @TempDir
    protected Path folder;

    private final String skipped;

    /** @param skipped what is not measured, separated by commas */
    BenchFixture(String skipped) {
        this.skipped = skipped;
    }

    final String table(String name) {
        return TinyModel.table(folder.resolve(name)).toString();
    }

    final Outcome bench(String... words) {
        List<String> all = new ArrayList<>(List.of("bench", "--seconds", "0.1", "--skip", skipped));
        all.addAll(List.of(words));
        return Outcome.of(all.toArray(String[]::new));
    }
}
