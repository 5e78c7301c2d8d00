//! Model files: tensors in the safetensors format, under a header that says where they come from.
//!
//! A model is read where it lies, as in the program's own image: its tensors are slices of the
//! file. The whole is sealed with SHA-256, so that a damaged or foreign file is refused.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, Result, anyhow};
use safetensors::tensor::{Dtype, View, serialize};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::hint::Hint;
use crate::learn::tensors::Tensors;

/// Raised when a file of an older program can no longer be read: other tensors or other features.
pub const FORMAT: u32 = 1;

/// The one key of the safetensors metadata; one, so that the same model has the same bytes.
const KEY: &str = "saidso";

/// Where a model comes from and for whom it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Header {
    pub format: u32,
    pub layer: String,
    pub method: String,
    /// Each corpus that it was trained on, by file name, with the SHA-256 of the file.
    pub corpora: BTreeMap<String, String>,
    /// What it was trained with, in the trainer's own terms.
    pub options: BTreeMap<String, String>,
}

/// The option of a header that names the feature groups the model does without, blanks between.
pub const WITHOUT: &str = "without";

impl Header {
    /// The feature groups that the model does without.
    pub fn without(&self) -> impl Iterator<Item = &str> {
        self.options.get(WITHOUT).map_or("", String::as_str).split_whitespace()
    }
}

#[derive(Serialize, Deserialize)]
struct Sealed {
    header: Header,
    /// Of the header as JSON, then of each tensor's name and bytes, in order of the names.
    sha256: String,
}

/// A tensor to be written, little-endian and row by row.
pub struct Tensor {
    pub dtype: Dtype,
    pub shape: Vec<usize>,
    pub bytes: Vec<u8>,
}

impl Tensor {
    pub fn i8s(shape: Vec<usize>, values: &[i8]) -> Tensor {
        Tensor { dtype: Dtype::I8, shape, bytes: values.iter().map(|value| value.to_le_bytes()[0]).collect() }
    }

    pub fn u32s(shape: Vec<usize>, values: &[u32]) -> Tensor {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        Tensor { dtype: Dtype::U32, shape, bytes }
    }

    pub fn f32s(shape: Vec<usize>, values: &[f32]) -> Tensor {
        let bytes = values.iter().flat_map(|value| value.to_le_bytes()).collect();
        Tensor { dtype: Dtype::F32, shape, bytes }
    }
}

impl View for &Tensor {
    fn dtype(&self) -> Dtype {
        self.dtype
    }

    fn shape(&self) -> &[usize] {
        &self.shape
    }

    fn data(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.bytes)
    }

    fn data_len(&self) -> usize {
        self.bytes.len()
    }
}

/// The bytes of a model file.
///
/// # Errors
/// When a tensor's bytes do not fill its shape.
pub fn write(header: &Header, tensors: &BTreeMap<String, Tensor>) -> Result<Vec<u8>> {
    let named = tensors.iter().map(|(name, tensor)| (&name[..], &tensor.bytes[..]));
    let sealed = Sealed { header: header.clone(), sha256: seal(header, named)? };
    let metadata = HashMap::from([(KEY.to_owned(), serde_json::to_string(&sealed)?)]);
    serialize(tensors, Some(metadata)).context("a model file")
}

fn seal<'t>(header: &Header, tensors: impl Iterator<Item = (&'t str, &'t [u8])>) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(serde_json::to_vec(header)?);
    for (name, bytes) in tensors {
        hash.update(name.as_bytes());
        hash.update(bytes);
    }
    Ok(hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A model in memory: a header, and tensors that are slices of the file's bytes.
pub struct Model<'f> {
    pub header: Header,
    /// SHA-256 of header and tensors: what tells one model from another.
    pub sha256: String,
    pub tensors: Tensors<'f>,
}

impl<'f> Model<'f> {
    /// The model in `bytes`, for `method` of `layer`.
    ///
    /// # Errors
    /// When it is no model file, of another format, for another method, or damaged.
    pub fn read(bytes: &'f [u8], layer: &str, method: &str) -> Result<Model<'f>> {
        let again =
            || format!("train it again with this version: saidso train --layer {layer} --method {method}");
        let tensors = Tensors::read(bytes).hint(&again())?;
        let Sealed { header, sha256 } = sealed(&tensors).hint(&again())?;
        if header.format != FORMAT {
            let message = anyhow!("a model of format {}, and this version reads {FORMAT}", header.format);
            return Err(message).hint(&again());
        }
        if (&*header.layer, &*header.method) != (layer, method) {
            let message = anyhow!("a model for {} {}, not for {layer} {method}", header.layer, header.method);
            return Err(message).hint(&again());
        }
        let named = tensors.named();
        if seal(&header, named.iter().map(|(name, view)| (&name[..], view.data())))? != sha256 {
            return Err(anyhow!("the model file is damaged: its checksum does not hold")).hint(&again());
        }
        Ok(Model { header, sha256, tensors })
    }
}

/// The header of the model in `bytes` and its SHA-256, without a look at the tensors.
///
/// # Errors
/// When it is no model file of this program.
pub fn identity(bytes: &[u8]) -> Result<(Header, String)> {
    let Sealed { header, sha256 } = sealed(&Tensors::read(bytes)?)?;
    Ok((header, sha256))
}

fn sealed(tensors: &Tensors) -> Result<Sealed> {
    let own = tensors.metadata.get(KEY).context("a safetensors file of another program")?;
    serde_json::from_str(own).context("the model's header")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let header = Header {
            format: FORMAT,
            layer: "claims".into(),
            method: "crf".into(),
            corpora: BTreeMap::from([("train.jsonl".into(), "00".into())]),
            options: BTreeMap::new(),
        };
        let weights = Tensor::i8s(vec![2, 3], &[1, -2, 3, -4, 5, -6]);
        let scale = Tensor::f32s(vec![2], &[0.5, -1.25]);
        write(&header, &BTreeMap::from([("weights".into(), weights), ("scale".into(), scale)]))
            .expect("a model")
    }

    #[test]
    fn what_is_written_is_read_and_the_same_twice() {
        let bytes = sample();
        assert_eq!(bytes, sample());
        let model = Model::read(&bytes, "claims", "crf").expect("a model");
        let (weights, shape) = model.tensors.bytes("weights").expect("weights");
        assert_eq!((weights, &shape[..]), (&[1, 254, 3, 252, 5, 250][..], &[2, 3][..]));
        assert_eq!(model.tensors.f32s("scale").expect("scale"), [0.5, -1.25]);
        assert!(model.tensors.f32s("weights").is_err() && model.tensors.f32s("bias").is_err());
    }

    #[test]
    fn any_changed_byte_and_any_other_method_is_refused() {
        let bytes = sample();
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 1;
            assert!(Model::read(&other, "claims", "crf").is_err(), "byte {at}");
        }
        assert!(Model::read(&bytes, "claims", "neural").is_err());
        assert!(Model::read(&bytes[..bytes.len() - 1], "claims", "crf").is_err());
    }
}
