/* A photo: taken or chosen, made smaller on the tablet, named by its content. The hash of the original goes into the
   history of the answer, so that a photo kept elsewhere can be matched. */
const LONGEST_SIDE = 2048; // pixels
const QUALITY = 0.85;

/** Photos need SHA-256 from the browser, which there is in a secure context alone. */
export const photosPossible = () => Boolean(globalThis.crypto && crypto.subtle);

export async function sha256(bytes) {
  const hash = await crypto.subtle.digest("SHA-256", bytes);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Return {sha256, bytes, size, type, name, original_sha256} of a file that the person chose. */
export async function preparePhoto(file) {
  const original = await file.arrayBuffer();
  const bitmap = await createImageBitmap(new Blob([original], { type: file.type }), { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  const blob = await new Promise((resolve, reject) =>
    canvas.toBlob((made) => (made ? resolve(made) : reject(new Error("no picture"))), "image/jpeg", QUALITY),
  );
  const bytes = await blob.arrayBuffer();
  return {
    sha256: await sha256(bytes),
    original_sha256: await sha256(original),
    bytes,
    size: bytes.byteLength,
    type: "image/jpeg",
    name: file.name.slice(0, 200),
  };
}
