package dev.alambic.bench.memory;

import dev.alambic.bench.record.Resident;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What one process measured; see {@link dev.alambic.bench.record.Memory}. */
record MemorySample(Resident load, Resident run, long arenaPeakBytes, long javaBytesPerCall) {

    void write(Path target) throws IOException {
        String text = LongStream.of(
                        load.peakBytes(),
                        Objects.requireNonNullElse(load.anonBytes(), 0L),
                        Objects.requireNonNullElse(load.fileBytes(), 0L),
                        run.peakBytes(),
                        Objects.requireNonNullElse(run.anonBytes(), 0L),
                        Objects.requireNonNullElse(run.fileBytes(), 0L),
                        arenaPeakBytes,
                        javaBytesPerCall)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(" "));
        Files.writeString(target, text);
    }

    static MemorySample read(Path source) throws IOException {
        long[] numbers = Arrays.stream(Files.readString(source).split(" "))
                .mapToLong(Long::parseLong)
                .toArray();
        return new MemorySample(
                new Resident(numbers[0], numbers[1], numbers[2]),
                new Resident(numbers[3], numbers[4], numbers[5]),
                numbers[6],
                numbers[7]);
    }
}
