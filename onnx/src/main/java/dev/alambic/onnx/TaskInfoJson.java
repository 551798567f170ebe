package dev.alambic.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several tasks as JSON.
 *
 * <pre>{@code
 * {"digit":{"task":"classification","outputs":["0","1","2"],"column":"label"},
 *  "parity":{"task":"classification","outputs":["even","odd"],"column":"label","groups":{"even":["0","2"],"odd":["1"]}},
 *  "size":{"task":"regression","outputs":["width","height"]}}
 * }</pre>
 */
final class TaskInfoJson {

    private TaskInfoJson() {}

    static String write(Map<String, TaskInfo> tasks) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        tasks.forEach((name, task) -> {
            ObjectNode one = object.putObject(name).put("task", task.task());
            task.outputs().forEach(one.putArray("outputs")::add);
            if (task.column() != null) {
                one.put("column", task.column());
            }
            if (!task.groups().isEmpty()) {
                ObjectNode groups = one.putObject("groups");
                task.groups().forEach((group, values) -> values.forEach(groups.putArray(group)::add));
            }
        });
        return object.toString();
    }

    /** Returns the tasks; none if {@code json} does not have the form above. */
    static Map<String, TaskInfo> read(String json) {
        Map<String, TaskInfo> tasks = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : MetadataJson.parse(json).properties()) {
            JsonNode one = entry.getValue();
            List<String> outputs = MetadataJson.texts(one.path("outputs"));
            if (outputs.isEmpty()) {
                return Map.of();
            }
            Map<String, List<String>> groups = new LinkedHashMap<>();
            one.path("groups")
                    .properties()
                    .forEach(group -> groups.put(group.getKey(), MetadataJson.texts(group.getValue())));
            String column = one.path("column").isTextual() ? one.path("column").asText() : null;
            tasks.put(entry.getKey(), new TaskInfo(one.path("task").asText(), outputs, column, groups));
        }
        return tasks;
    }
}
