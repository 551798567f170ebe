package dev.alambic.quantizer.advice;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** A list of records in a JSON file of this package; a key that is no component is an error. */
final class Resource {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    private Resource() {}

    static <T> List<T> read(String name, Class<T> type) {
        try (InputStream in = Resource.class.getResourceAsStream(name)) {
            return MAPPER.readerForListOf(type).readValue(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException("bug: " + name + " cannot be read", e);
        }
    }
}
