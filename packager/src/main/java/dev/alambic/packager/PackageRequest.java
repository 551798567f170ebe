package dev.alambic.packager;

import dev.alambic.packager.code.KotlinPackage;
import dev.alambic.packager.contract.PixelScale;
import dev.alambic.packager.golden.Sample;
import dev.alambic.packager.manifest.Evidence;
import dev.alambic.packager.manifest.Identity;
import dev.alambic.packager.sign.SigningKey;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to package.
 *
 * @param model an ONNX file
 * @param identity name, version, task, labels and licence
 * @param targets at least one
 * @param evidence what was measured of the model
 * @param data what is known of its data
 * @param packer who packages
 * @param kotlinPackage of the Kotlin sources; null for one by the model's name
 */
@RecordBuilder
public record PackageRequest(
        Path model,
        Identity identity,
        Set<Platform> targets,
        Evidence evidence,
        Data data,
        Packer packer,
        @Nullable KotlinPackage kotlinPackage)
        implements PackageRequestBuilder.With {

    public PackageRequest {
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("a package is for something (expected android, ios or server)");
        }
        targets = Collections.unmodifiableSet(EnumSet.copyOf(targets));
        if (kotlinPackage != null && targets.equals(EnumSet.of(Platform.IOS))) {
            throw new IllegalArgumentException("--kotlin-package: there is no Kotlin in a package for ios alone");
        }
    }

    /**
     * What the caller knows of a model's data.
     *
     * @param samples real inputs for golden vectors, one sample each; may be none
     * @param shapes sizes that golden vectors give to free extents, by name
     * @param scale how pixels become the input; null if the model says it, or takes no pictures
     * @param trainedOn what the model was trained on; empty if nobody says
     * @param state what it carries from call to call, as {@code h=hn,c=cn}; empty if the model says it, or shows it
     */
    public record Data(
            List<Sample> samples,
            Map<String, Long> shapes,
            @Nullable PixelScale scale,
            String trainedOn,
            String state) {

        public Data(List<Sample> samples, Map<String, Long> shapes, @Nullable PixelScale scale, String trainedOn) {
            this(samples, shapes, scale, trainedOn, "");
        }

        public Data {
            samples = List.copyOf(samples);
            shapes = Collections.unmodifiableMap(new LinkedHashMap<>(shapes));
        }

        /** Returns that nothing is known. */
        public static Data none() {
            return new Data(List.of(), Map.of(), null, "");
        }
    }

    /**
     * Who packages.
     *
     * @param tool program that does
     * @param key to sign by; null for no signature
     */
    public record Packer(String tool, @Nullable SigningKey key) {}

    /** Returns a request for every target without samples, evidence or signature. */
    public static PackageRequest of(Path model, Identity identity, String tool) {
        return new PackageRequest(
                model,
                identity,
                EnumSet.allOf(Platform.class),
                Evidence.none(),
                Data.none(),
                new Packer(tool, null),
                null);
    }

    /** Returns whether phones are among the targets. */
    boolean isMobile() {
        return targets.contains(Platform.ANDROID) || targets.contains(Platform.IOS);
    }
}
