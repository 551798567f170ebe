/**
 * Source files for those who receive a package, made from its manifest and templates: they load the model, do the steps
 * before and after it, and run the golden vectors.
 */
@NullMarked
package dev.alambic.packager.code;

import org.jspecify.annotations.NullMarked;
