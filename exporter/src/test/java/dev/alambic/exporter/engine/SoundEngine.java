package dev.alambic.exporter.engine;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tests that run the engine themselves find it as the product leaves it; registered for all of this module. */
public final class SoundEngine implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        EngineArithmetic.ensure();
    }
}
