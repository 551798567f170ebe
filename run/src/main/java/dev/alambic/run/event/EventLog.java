package dev.alambic.run.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alambic.data.file.InvalidDataException;
import dev.alambic.run.JsonLines;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The events of a run in a file, {@code events.jsonl}: one JSON object a line, on disk as soon as it is told.
 *
 * <p>Each object has {@code time} (UTC), {@code event}, which is the name of the record with a small letter, and the
 * components of the record. A run that goes on after a kill appends.
 */
public final class EventLog implements Listener {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .build();

    private static final Map<String, Class<?>> KINDS = Arrays.stream(Event.class.getPermittedSubclasses())
            .collect(Collectors.toUnmodifiableMap(EventLog::nameOf, Function.identity()));

    private final Path file;
    private final Clock clock;

    private EventLog(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /** Opens the file of a run, which need not be there yet; a last line that a kill cut short is taken away. */
    public static EventLog open(Path file) {
        return open(file, Clock.systemUTC());
    }

    static EventLog open(Path file, Clock clock) {
        JsonLines.cut(file);
        return new EventLog(file, clock);
    }

    /** An event and when it was told. */
    public record Told(Instant time, Event event) {}

    @Override
    public void tell(Event event) {
        if (event.kept()) {
            JsonLines.append(file, line(clock.instant().truncatedTo(ChronoUnit.MILLIS), event));
        }
    }

    private static String line(Instant time, Event event) {
        ObjectNode line = MAPPER.createObjectNode();
        line.put("time", time.toString());
        line.put("event", nameOf(event.getClass()));
        line.setAll(MAPPER.<ObjectNode>valueToTree(event));
        return line.toString();
    }

    private static String nameOf(Class<?> kind) {
        String name = kind.getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /**
     * Returns what was told so far, also of a run that goes on meanwhile; none if the file is not there. Events that
     * only a later version knows are left out.
     *
     * @throws InvalidDataException if the file was changed into something else
     */
    public static List<Told> read(Path file) {
        List<Told> told = new ArrayList<>();
        int number = 0;
        for (String line : JsonLines.read(file)) {
            number++;
            try {
                parse(line).ifPresent(told::add);
            } catch (JsonProcessingException | RuntimeException e) {
                throw new InvalidDataException(file + ":" + number + ": not what this program wrote", e);
            }
        }
        return told;
    }

    private static Optional<Told> parse(String line) throws JsonProcessingException {
        ObjectNode object = MAPPER.readValue(line, ObjectNode.class);
        Instant time = Instant.parse(object.remove("time").asText());
        Class<?> kind = KINDS.get(object.remove("event").asText());
        return kind == null ? Optional.empty() : Optional.of(new Told(time, (Event) MAPPER.treeToValue(object, kind)));
    }
}
