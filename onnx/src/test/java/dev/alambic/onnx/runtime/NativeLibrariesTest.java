package dev.alambic.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NativeLibrariesTest {

    @Test
    void librariesAreUnpackedWhereTheirNamesAreKnown() {
        assertThat(NativeLibraries.platform("Linux", "amd64")).isEqualTo("linux-x64");
        assertThat(NativeLibraries.platform("Linux", "aarch64")).isEqualTo("linux-aarch64");
        assertThat(NativeLibraries.platform("Mac OS X", "aarch64")).isEmpty();
        assertThat(NativeLibraries.platform("Windows 11", "amd64")).isEmpty();
    }
}
