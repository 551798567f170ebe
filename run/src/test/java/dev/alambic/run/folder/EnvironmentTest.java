package dev.alambic.run.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alambic.run.Json;
import org.junit.jupiter.api.Test;

class EnvironmentTest {

    private static final Environment SOME = new Environment(
            "0.1.0",
            "2026-01-02T03:04:05Z",
            new Environment.VirtualMachine("17.0.15", "OpenJDK"),
            new Environment.Machine("Linux 6", "amd64", "Xeon", 2, 1 << 30),
            "1.29.0",
            "PyTorch 2.7.1");

    /** Of runs of earlier versions too: the keys lie flat, in this order. */
    private static final String TEXT =
            "{\"alambic\":\"0.1.0\",\"started\":\"2026-01-02T03:04:05Z\",\"java\":\"17.0.15\","
                    + "\"jvm\":\"OpenJDK\",\"os\":\"Linux 6\",\"architecture\":\"amd64\",\"cpu\":\"Xeon\",\"cores\":2,"
                    + "\"memoryBytes\":1073741824,\"onnxRuntime\":\"1.29.0\",\"engine\":\"PyTorch 2.7.1\"}";

    @Test
    void theFileKeepsItsKeys() throws Exception {
        assertThat(Json.line(SOME)).isEqualTo(TEXT);
    }

    @Test
    void whatWasWrittenReadsBackEqual() throws Exception {
        assertThat(Json.read(TEXT, Environment.class)).isEqualTo(SOME);
    }
}
