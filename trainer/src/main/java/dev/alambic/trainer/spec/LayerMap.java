package dev.alambic.trainer.spec;

import dev.alambic.onnx.message.RuleException;
import dev.alambic.trainer.loss.Pair;
import dev.alambic.trainer.loss.Tap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A map from values inside a teacher to values inside the student, as a recipe writes it. */
final class LayerMap {

    private LayerMap() {}

    /**
     * Returns the map, which keeps its order.
     *
     * @throws RuleException if a name does not say whose value it is
     */
    static Map<String, String> checked(Map<String, String> map) {
        map.forEach((teacher, student) -> {
            if (tap(teacher).isStudent()) {
                throw new RuleException("map", "it leads from a teacher (expected teacher.x, was '" + teacher + "')");
            }
            if (!tap(student).isStudent()) {
                throw new RuleException("map", "it leads to the student (expected student.x, was '" + student + "')");
            }
        });
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    static List<Pair> pairs(Map<String, String> map) {
        return map.entrySet().stream()
                .map(entry -> new Pair(tap(entry.getKey()), tap(entry.getValue())))
                .toList();
    }

    private static Tap tap(String name) {
        int dot = name.indexOf('.');
        if (dot <= 0 || dot == name.length() - 1) {
            throw new RuleException(
                    "map", "a value is named with its model (expected teacher.x: student.y, was '" + name + "')");
        }
        return new Tap(name.substring(0, dot), name.substring(dot + 1));
    }
}
