/** Hashes and signatures of a package: Ed25519 (RFC 8032) by the JDK, keys as PEM files. */
@NullMarked
package dev.alambic.packager.sign;

import org.jspecify.annotations.NullMarked;
