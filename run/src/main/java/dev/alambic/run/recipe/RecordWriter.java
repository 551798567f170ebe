package dev.alambic.run.recipe;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Writes a record as YAML that {@link RecordBinder} reads back as an equal record; every value is spelled out. */
final class RecordWriter {

    private RecordWriter() {}

    static String write(Record record) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.AUTO);
        options.setWidth(120);
        return new Yaml(options).dump(value(record, record.getClass()));
    }

    private static Object value(Object object, Type declared) {
        if (object instanceof Record record) {
            return components(record, declared instanceof Class<?> type && type.isSealed());
        }
        if (object instanceof List<?> list) {
            Type element = ((ParameterizedType) declared).getActualTypeArguments()[0];
            return list.stream().map(item -> value(item, element)).toList();
        }
        if (object instanceof Map<?, ?> map) {
            Type element = ((ParameterizedType) declared).getActualTypeArguments()[1];
            Map<String, @Nullable Object> written = new LinkedHashMap<>();
            map.forEach((key, item) -> written.put(String.valueOf(key), value(item, element)));
            return written;
        }
        return object instanceof Enum<?> constant ? ScalarReader.nameOf(constant) : object;
    }

    private static Map<String, @Nullable Object> components(Record record, boolean chosen) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (chosen) {
            map.put("type", RecordTypes.nameOf(record.getClass()));
        }
        Optional<Object> defaults = RecordTypes.defaults(record.getClass());
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            @Nullable Object value = RecordTypes.read(component, record);
            if (value != null) {
                map.put(component.getName(), value(value, component.getGenericType()));
            } else if (defaults.map(of -> RecordTypes.read(component, of)).isPresent()) {
                map.put(component.getName(), null);
            }
        }
        return map;
    }
}
