package dev.alambic.onnx.runtime;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the trace that ONNX Runtime writes, event by event, since it grows with every run. An event is written when
 * what it tells of has ended: the nodes of a run come before the run, and those within a loop before the loop, whose
 * time theirs is a part of.
 */
final class ProfileReader {
    private static final String SUFFIX = "_kernel_time";

    private final int warmUp;
    private final List<ProfiledRun> runs = new ArrayList<>();
    private final Deque<NodeEvent> ended = new ArrayDeque<>();
    private ProfiledRun current = new ProfiledRun();
    private int seen;
    private long arenaPeak;

    private ProfileReader(int warmUp) {
        this.warmUp = warmUp;
    }

    /** @throws IOException if {@code file} is no trace */
    static RuntimeProfile read(Path file, int warmUp) throws IOException {
        ProfileReader reader = new ProfileReader(warmUp);
        try (JsonParser json = new JsonFactory().createParser(file.toFile())) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.START_OBJECT) {
                    reader.add(ProfileEvent.read(json));
                }
            }
        }
        return reader.profile();
    }

    private void add(ProfileEvent event) {
        if (event.name().equals("model_run")) {
            endRun(event);
        } else if (event.category().equals("Node") && event.name().endsWith(SUFFIX)) {
            arenaPeak = Math.max(arenaPeak, seen == 0 ? 0 : event.number("mem_in_use_peak"));
            String node = event.name().substring(0, event.name().length() - SUFFIX.length());
            long within = 0;
            while (!ended.isEmpty() && ended.peek().start() >= event.start()) {
                within += ended.pop().duration();
            }
            ended.push(new NodeEvent(event.start(), event.duration()));
            current.add(node, event, Math.max(0, event.duration() - within));
        }
    }

    private void endRun(ProfileEvent event) {
        if (seen++ >= warmUp) {
            current.micros = event.duration();
            runs.add(current);
        }
        current = new ProfiledRun();
        ended.clear();
    }

    private RuntimeProfile profile() {
        List<ProfiledRun> fast = runs.stream()
                .sorted((a, b) -> Long.compare(a.micros, b.micros))
                .limit((runs.size() + 1) / 2)
                .toList();
        Map<String, ProfiledRun.Sum> sums = new LinkedHashMap<>();
        fast.forEach(run -> run.kernels.forEach(
                (key, sum) -> sums.computeIfAbsent(key, any -> new ProfiledRun.Sum(sum.node, sum.event))
                        .add(sum)));
        return new RuntimeProfile(
                fast.size(),
                fast.stream().mapToLong(run -> run.micros).average().orElse(0),
                arenaPeak,
                sums.values().stream().map(sum -> sum.time(fast.size())).toList());
    }

    /** A node that has ended and may turn out to be within another; µs. */
    private record NodeEvent(long start, long duration) {}
}
