/**
 * What a package says of itself, as values and as {@code manifest.json}: what goes in and comes out, what to do before
 * and after, the golden vectors, how the model was made, how good and fast it was measured to be, and the files.
 */
@NullMarked
package dev.alambic.packager.manifest;

import org.jspecify.annotations.NullMarked;
