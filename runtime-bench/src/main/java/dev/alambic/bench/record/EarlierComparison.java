package dev.alambic.bench.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Brings the JSON of a comparison that an earlier version wrote into today's form: then accuracy was a number of the
 * model, and a latency and a memory had all their figures side by side.
 */
final class EarlierComparison {

    private EarlierComparison() {}

    /** Changes {@code comparison} in place, if it is of the earlier form. */
    static void upgrade(JsonNode comparison) {
        if (comparison.get("machine") instanceof ObjectNode machine && machine.has("provider")) {
            machine(machine);
            comparison.path("models").forEach(EarlierComparison::model);
        }
        if (comparison instanceof ObjectNode whole && !whole.has("verdicts")) {
            whole.putArray("verdicts");
        }
    }

    private static void machine(ObjectNode machine) {
        machine.remove("provider");
        move(machine, machine.putObject("noise"), List.of("stealPercent", "loadAverage"));
    }

    private static void model(JsonNode model) {
        if (!(model instanceof ObjectNode result)) {
            return;
        }
        JsonNode accuracy = result.remove("accuracy");
        if (accuracy != null && !accuracy.isNull()) {
            result.putObject("quality").set("accuracy", accuracy);
        }
        result.putArray("openLoop");
        result.path("latency").forEach(EarlierComparison::latency);
        if (result.get("memory") instanceof ObjectNode memory) {
            memory(memory);
        }
    }

    private static void latency(JsonNode earlier) {
        if (!(earlier instanceof ObjectNode latency)) {
            return;
        }
        latency.remove("noisy");
        ObjectNode setting = latency.putObject("setting");
        move(latency, setting, List.of("batch", "threads"));
        setting.put("provider", "CPU");
        ObjectNode micros = latency.putObject("micros");
        for (String percentile : List.of("p50", "p90", "p99")) {
            micros.set(percentile, latency.remove(percentile + "Micros"));
        }
    }

    private static void memory(ObjectNode memory) {
        memory.putObject("load").set("peakBytes", memory.remove("loadPeakRssBytes"));
        ObjectNode run = memory.putObject("run");
        run.set("peakBytes", memory.remove("peakRssBytes"));
        move(memory, run, List.of("anonBytes", "fileBytes"));
    }

    private static void move(ObjectNode from, ObjectNode to, List<String> fields) {
        fields.forEach(field -> to.set(field, from.remove(field)));
    }
}
