package dev.alambic.bench.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnergyCounterTest {

    @TempDir
    private Path powercap;

    @BeforeEach
    void writeCounters() throws IOException {
        write("intel-rapl:0", "1000000");
        write("intel-rapl:0:0", "77");
        write("intel-rapl:1", "8000000");
    }

    private void write(String zone, String microjoules) throws IOException {
        Path folder = Files.createDirectories(powercap.resolve(zone));
        Files.writeString(folder.resolve("energy_uj"), microjoules + "\n");
        Files.writeString(folder.resolve("max_energy_range_uj"), "10000000\n");
    }

    @Test
    void energyIsThatOfAllPackagesWithoutTheirParts() throws IOException {
        EnergyCounter counter = EnergyCounter.in(powercap).orElseThrow();
        List<Long> before = counter.read();
        assertThat(before).containsExactly(1_000_000L, 8_000_000L);
        write("intel-rapl:0", "1500000");
        assertThat(counter.joulesSince(before)).isEqualTo(0.5);
    }

    @Test
    void counterThatBeganAgainIsUnderstood() throws IOException {
        EnergyCounter counter = EnergyCounter.in(powercap).orElseThrow();
        List<Long> before = counter.read();
        write("intel-rapl:1", "250000");
        assertThat(counter.joulesSince(before)).isEqualTo(2.25);
    }

    @Test
    void machineWithoutCountersTellsNothing() throws IOException {
        assertThat(EnergyCounter.in(powercap.resolve("nowhere"))).isEmpty();
        assertThat(EnergyCounter.in(Files.createDirectories(powercap.resolve("empty"))))
                .isEmpty();
    }

    @Test
    void brokenCounterIsNamed() throws IOException {
        EnergyCounter counter = EnergyCounter.in(powercap).orElseThrow();
        write("intel-rapl:1", "many");
        assertThatThrownBy(counter::read).isInstanceOf(IOException.class).hasMessageContaining("was 'many'");
    }
}
