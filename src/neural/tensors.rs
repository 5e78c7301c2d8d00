//! Reads a safetensors file: a length, a JSON header, and the tensors' bytes.

use std::collections::HashMap;
use std::ops::Range;

use serde_json::Value;

/// The tensors of a file that lies in memory.
pub struct Tensors {
    data: &'static [u8],
    found: HashMap<String, Tensor>,
    /// The header's free text, by name.
    pub metadata: HashMap<String, String>,
}

struct Tensor {
    kind: String,
    shape: Vec<usize>,
    bytes: Range<usize>,
}

impl Tensors {
    pub fn read(file: &'static [u8]) -> Result<Tensors, String> {
        let (length, rest) = file.split_first_chunk::<8>().ok_or("a model has at least 8 bytes")?;
        let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|e| e.to_string())?;
        let (header, data) = rest.split_at_checked(length).ok_or("the model ends within its header")?;
        let header: HashMap<String, Value> =
            serde_json::from_slice(header).map_err(|e| format!("the model's header is no JSON: {e}"))?;
        let (mut found, mut metadata) = (HashMap::new(), HashMap::new());
        for (name, value) in header {
            if name == "__metadata__" {
                metadata = serde_json::from_value(value).map_err(|e| format!("the model's metadata: {e}"))?;
            } else {
                let tensor = tensor(&value).filter(|tensor| tensor.bytes.end <= data.len());
                found.insert(
                    name.clone(),
                    tensor.ok_or_else(|| format!("the model's tensor {name} is broken"))?,
                );
            }
        }
        Ok(Tensors { data, found, metadata })
    }

    /// Length along the first dimension.
    pub fn rows(&self, name: &str) -> Result<usize, String> {
        self.get(name)?
            .shape
            .first()
            .copied()
            .ok_or_else(|| format!("the model's tensor {name} has no dimension"))
    }

    /// The bytes of a tensor of 8-bit numbers.
    pub fn bytes(&self, name: &str, shape: &[usize]) -> Result<&'static [u8], String> {
        let tensor = self.shaped(name, shape)?;
        if !matches!(tensor.kind.as_str(), "I8" | "U8") {
            return Err(format!("the model's tensor {name} is {}, not of bytes", tensor.kind));
        }
        Ok(&self.data[tensor.bytes.clone()])
    }

    /// A tensor of floats.
    pub fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, String> {
        let tensor = self.shaped(name, shape)?;
        if tensor.kind != "F32" {
            return Err(format!("the model's tensor {name} is {}, not F32", tensor.kind));
        }
        let numbers = self.data[tensor.bytes.clone()].as_chunks::<4>().0;
        let numbers: Vec<f32> = numbers.iter().map(|&four| f32::from_le_bytes(four)).collect();
        if numbers.iter().all(|x| x.is_finite()) {
            Ok(numbers)
        } else {
            Err(format!("the model's tensor {name} has a number that is not finite"))
        }
    }

    fn get(&self, name: &str) -> Result<&Tensor, String> {
        self.found.get(name).ok_or_else(|| format!("the model has no tensor {name}"))
    }

    fn shaped(&self, name: &str, shape: &[usize]) -> Result<&Tensor, String> {
        let tensor = self.get(name)?;
        if tensor.shape != shape {
            return Err(format!("the model's tensor {name} has shape {:?}, not {shape:?}", tensor.shape));
        }
        Ok(tensor)
    }
}

fn tensor(value: &Value) -> Option<Tensor> {
    let numbers = |name: &str| -> Option<Vec<usize>> {
        value.get(name)?.as_array()?.iter().map(|n| usize::try_from(n.as_u64()?).ok()).collect()
    };
    let (kind, shape) = (value.get("dtype")?.as_str()?.to_owned(), numbers("shape")?);
    let &[start, end] = numbers("data_offsets")?.as_slice() else { return None };
    let size = match kind.as_str() {
        "I8" | "U8" => 1,
        "F32" => 4,
        _ => 0,
    };
    let elements = shape.iter().try_fold(size, |all: usize, &n| all.checked_mul(n))?;
    (start <= end && (size == 0 || elements == end - start)).then_some(Tensor {
        kind,
        shape,
        bytes: start..end,
    })
}
