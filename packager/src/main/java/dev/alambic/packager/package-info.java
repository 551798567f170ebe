/**
 * The hand-off: one zip that a team can use without asking, and the check of such a zip.
 *
 * <pre>
 * Package  = model, Manifest, golden vectors, pages, code, SHA256SUMS, [signature]
 * Manifest = identity, inputs, outputs, Step* before and after, Golden, provenance, evidence, files
 * </pre>
 *
 * <p>{@link dev.alambic.packager.Packager} makes one, {@link dev.alambic.packager.PackageVerifier} checks one.
 */
@NullMarked
package dev.alambic.packager;

import org.jspecify.annotations.NullMarked;
