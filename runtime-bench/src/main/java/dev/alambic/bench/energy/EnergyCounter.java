package dev.alambic.bench.energy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The energy counters of all processor packages (Linux, powercap, {@code intel-rapl:<package>/energy_uj}); AMD's have
 * the same form.
 */
record EnergyCounter(List<Path> packages) {

    static final Path POWERCAP = Path.of("/sys/class/powercap");

    /** Returns the counters below {@code root}; empty where there are none, or none that this user may read. */
    static Optional<EnergyCounter> in(Path root) {
        if (!Files.isDirectory(root)) {
            return Optional.empty();
        }
        try (Stream<Path> zones = Files.list(root)) {
            // intel-rapl:0:1 is a part of intel-rapl:0
            List<Path> packages = zones.filter(
                            zone -> zone.getFileName().toString().matches("intel-rapl:\\d+"))
                    .filter(zone -> Files.isReadable(zone.resolve("energy_uj")))
                    .sorted()
                    .toList();
            return packages.isEmpty() ? Optional.empty() : Optional.of(new EnergyCounter(packages));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** Returns what each package counts now, µJ. */
    List<Long> read() throws IOException {
        List<Long> counts = new ArrayList<>();
        for (Path zone : packages) {
            counts.add(number(zone.resolve("energy_uj")));
        }
        return counts;
    }

    /** Returns the energy of all packages since {@code before}, J; a counter that began again is understood. */
    double joulesSince(List<Long> before) throws IOException {
        List<Long> now = read();
        double micro = 0;
        for (int i = 0; i < now.size(); i++) {
            long difference = now.get(i) - before.get(i);
            micro += difference < 0 ? difference + number(packages.get(i).resolve("max_energy_range_uj")) : difference;
        }
        return micro / 1e6;
    }

    private static long number(Path file) throws IOException {
        String text = Files.readString(file).strip();
        if (!text.matches("\\d{1,18}")) {
            throw new IOException(file + ": expected a number, was '" + text + "'");
        }
        return Long.parseLong(text);
    }
}
