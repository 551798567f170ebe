package dev.alambic.run;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.alambic.data.answer.ClassificationMetrics;
import dev.alambic.data.answer.MultiLabelMetrics;
import dev.alambic.data.answer.MultiTaskMetrics;
import dev.alambic.data.answer.RegressionMetrics;
import dev.alambic.data.answer.TaskMetrics;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Iterator;

/** Records as JSON, the way this program writes it. */
public final class Json {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .addMixIn(TaskMetrics.class, KnownByItsKeys.class)
            .build();

    /** Which task metrics are of is told by their keys. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
    @JsonSubTypes({
        @JsonSubTypes.Type(ClassificationMetrics.class),
        @JsonSubTypes.Type(MultiLabelMetrics.class),
        @JsonSubTypes.Type(MultiTaskMetrics.class),
        @JsonSubTypes.Type(RegressionMetrics.class)
    })
    private interface KnownByItsKeys {}

    private Json() {}

    /** Returns {@code value} as indented JSON. */
    public static String text(Object value) {
        return written(MAPPER.writer(), value);
    }

    /** Writes an array as {@link #text} does, element by element. */
    public static void write(PrintStream out, Iterator<?> values) {
        try (SequenceWriter writer = MAPPER.writer()
                .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .writeValues(new Into(out))
                .init(true)) {
            while (values.hasNext()) {
                writer.write(values.next());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("JSON cannot be written", e);
        }
    }

    /** Writes letters in the encoding of a stream, which tells it nobody. */
    private static final class Into extends Writer {
        private final PrintStream out;

        Into(PrintStream out) {
            this.out = out;
        }

        @Override
        public void write(char[] letters, int from, int count) {
            out.print(String.valueOf(letters, from, count));
        }

        @Override
        public void flush() {
            out.flush();
        }

        @Override
        public void close() {
            flush(); // the stream stays open
        }
    }

    /** Returns {@code value} as JSON in one line. */
    public static String line(Object value) {
        return written(MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT), value);
    }

    private static String written(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError("bug: " + value.getClass() + " cannot be written as JSON", e);
        }
    }

    public static JsonNode tree(String text) throws JsonProcessingException {
        return MAPPER.readTree(text);
    }

    public static <T> T read(String text, Class<T> type) throws JsonProcessingException {
        return MAPPER.readValue(text, type);
    }
}
