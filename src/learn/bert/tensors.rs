//! The tensors of a safetensors file, as the encoder asks for them.

use std::collections::HashMap;

use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, TensorView};

/// The tensors of a file that lies in memory.
pub struct Tensors {
    found: SafeTensors<'static>,
    /// The header's free text, by name.
    pub metadata: HashMap<String, String>,
}

impl Tensors {
    pub fn read(file: &'static [u8]) -> Result<Tensors, String> {
        let broken = |e| format!("the model is no safetensors file: {e}");
        let (_, header) = SafeTensors::read_metadata(file).map_err(broken)?;
        let metadata = header.metadata().clone().unwrap_or_default();
        Ok(Tensors { found: SafeTensors::deserialize(file).map_err(broken)?, metadata })
    }

    /// Length along the first dimension.
    pub fn rows(&self, name: &str) -> Result<usize, String> {
        let rows = self.get(name)?.shape().first().copied();
        rows.ok_or_else(|| format!("the model's tensor {name} has no dimension"))
    }

    /// The bytes of a tensor of 8-bit numbers.
    pub fn bytes(&self, name: &str, shape: &[usize]) -> Result<&'static [u8], String> {
        let tensor = self.shaped(name, shape)?;
        if !matches!(tensor.dtype(), Dtype::I8 | Dtype::U8) {
            return Err(format!("the model's tensor {name} is {:?}, not of bytes", tensor.dtype()));
        }
        Ok(tensor.data())
    }

    /// A tensor of floats.
    pub fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, String> {
        let tensor = self.shaped(name, shape)?;
        if tensor.dtype() != Dtype::F32 {
            return Err(format!("the model's tensor {name} is {:?}, not F32", tensor.dtype()));
        }
        let numbers = tensor.data().as_chunks::<4>().0;
        let numbers: Vec<f32> = numbers.iter().map(|&four| f32::from_le_bytes(four)).collect();
        if numbers.iter().all(|x| x.is_finite()) {
            Ok(numbers)
        } else {
            Err(format!("the model's tensor {name} has a number that is not finite"))
        }
    }

    fn get(&self, name: &str) -> Result<TensorView<'static>, String> {
        self.found.tensor(name).map_err(|_| format!("the model has no tensor {name}"))
    }

    fn shaped(&self, name: &str, shape: &[usize]) -> Result<TensorView<'static>, String> {
        let tensor = self.get(name)?;
        if tensor.shape() != shape {
            return Err(format!("the model's tensor {name} has shape {:?}, not {shape:?}", tensor.shape()));
        }
        Ok(tensor)
    }
}
