package dev.alambic.packager.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.alambic.onnx.graph.UnsupportedModelException;
import dev.alambic.packager.archive.InvalidPackageException;
import java.util.Set;

/** The JSON schema of a manifest, and manifests checked by it. */
public final class ManifestSchema {
    private static final String RESOURCE = "/dev/alambic/packager/manifest.schema.json";

    private ManifestSchema() {}

    /** Returns the schema's text. */
    public static String text() {
        return Resource.text(ManifestSchema.class, RESOURCE);
    }

    /**
     * Returns what a manifest says.
     *
     * @throws InvalidPackageException if it breaks the schema
     * @throws UnsupportedModelException if it is of another format than this program reads
     */
    public static Manifest read(String where, String json) {
        JsonNode tree = ManifestJson.tree(where, json);
        JsonNode format = tree.path("format");
        if (format.isInt() && format.intValue() > Manifest.FORMAT) {
            throw new UnsupportedModelException(where + ": a newer alambic made this package (expected format "
                    + Manifest.FORMAT + ", was " + format + ")");
        }
        JsonSchema schema =
                JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(text());
        Set<ValidationMessage> breaches = schema.validate(tree);
        if (!breaches.isEmpty()) {
            throw new InvalidPackageException(
                    where,
                    "the manifest keeps to its schema",
                    "no breach",
                    breaches.iterator().next().getMessage());
        }
        return ManifestJson.read(where, json, Manifest.class);
    }
}
