// Makes a picture small enough for one bar of signal; drawing it anew also drops where it was taken.
const LONGEST_SIDE = 1600;
const QUALITY = 0.75;
const LARGEST = 10 * 1024 * 1024;

// The data address of the picture, null when the browser cannot read it and it is too large as it is.
export async function shrunk(file) {
  const address = URL.createObjectURL(file);
  try {
    const image = await loaded(address);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(image.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(image.naturalHeight * scale));
    const paper = canvas.getContext("2d");
    paper.fillStyle = "#fff";
    paper.fillRect(0, 0, canvas.width, canvas.height);
    paper.drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", QUALITY);
  } catch {
    return file.size > LARGEST ? null : asItIs(file);
  } finally {
    URL.revokeObjectURL(address);
  }
}

function loaded(address) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = reject;
    image.src = address;
  });
}

export const isWorkbook = (file) => /\.xlsx$/i.test(file.name);

export function asItIs(file) {
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => resolve(null);
    reader.readAsDataURL(file);
  });
}

export function blobOf(address) {
  const [head, body] = address.split(",", 2);
  const bytes = Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0));
  return new Blob([bytes], { type: /^data:([^;]*)/.exec(head)[1] });
}
